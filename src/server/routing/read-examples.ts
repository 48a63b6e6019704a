/** The requests the router learns from: `<capability>.jsonl`, one JSON string a line. */
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";

export interface Example {
  readonly text: string;
  readonly capability: string;
}

/** Where they are kept. */
export const examplesFolder = join(import.meta.dirname, "examples");

/**
 * Sorted by capability, then as they stand in the file: the order is part of what training makes of them.
 *
 * @throws Error that names the file and the line, when a line is not a JSON string with something in it
 */
export async function readExamples(folder = examplesFolder): Promise<Example[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".jsonl")).sort();
  const perFile = await Promise.all(
    files.map(async (name) => {
      const lines = (await readFile(join(folder, name), "utf8")).split("\n");
      const capability = basename(name, ".jsonl");
      return lines.flatMap((line, i) => (line === "" ? [] : [{ text: parseLine(line, name, i + 1), capability }]));
    }),
  );
  return perFile.flat();
}

function parseLine(line: string, name: string, number: number): string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new Error(`${name}:${number} is not JSON.`, { cause });
  }
  if (typeof value === "string" && value.trim() !== "") return value;
  throw new Error(`${name}:${number} is not a JSON string with something in it.`);
}
