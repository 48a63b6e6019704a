import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { roster } from "#server/specialists/roster.ts";
import { readExamples } from "./read-examples.ts";

const capabilities = roster.flatMap((entry) => entry.capabilities.primary);

test("every capability of the roster has at least 300 examples, and no other has any", async () => {
  const counts = new Map<string, number>();
  for (const { capability } of await readExamples()) counts.set(capability, (counts.get(capability) ?? 0) + 1);
  expect([...counts.keys()].sort()).toEqual(capabilities.toSorted());
  for (const [capability, count] of counts) expect(count, capability).toBeGreaterThanOrEqual(300);
});

test("no request stands twice, in one capability or in two", async () => {
  const seen = new Map<string, string>();
  const twice: string[] = [];
  for (const { text, capability } of await readExamples()) {
    const plain = text.toLowerCase().replace(/\s+/g, " ").trim();
    const before = seen.get(plain);
    if (before) twice.push(`${before} and ${capability}: ${plain}`);
    seen.set(plain, capability);
  }
  expect(twice).toEqual([]);
});

test("they come in the order of the names and of the lines; a bad line is named", async () => {
  const folder = await mkdtemp(join(tmpdir(), "examples-"));
  try {
    await writeFile(join(folder, "b.jsonl"), '"second\\nline"\n');
    await writeFile(join(folder, "a.jsonl"), '"one"\n\n"two"\n');
    await writeFile(join(folder, "notes.txt"), "not read");
    expect(await readExamples(folder)).toEqual([
      { text: "one", capability: "a" },
      { text: "two", capability: "a" },
      { text: "second\nline", capability: "b" },
    ]);
    for (const [line, message] of [
      ["{", "is not JSON"],
      ["3", "is not a JSON string"],
      ['" "', "is not a JSON string"],
    ]) {
      await writeFile(join(folder, "b.jsonl"), `"fine"\n${line}\n`);
      await expect(readExamples(folder)).rejects.toThrow(`b.jsonl:2 ${message}`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
