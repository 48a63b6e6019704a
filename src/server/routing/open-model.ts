/**
 * The trained model, kept in a file with the key of what it was made from: the examples and the code that
 * reads them. The file is a cache; one that is missing, stale or damaged is made again.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Model } from "./model.ts";
import { examplesFolder, readExamples } from "./read-examples.ts";
import { trainInWorker } from "./train-in-worker.ts";

export interface ModelPlace {
  readonly examples: string;
  readonly file: string;
}

const place: ModelPlace = {
  examples: examplesFolder,
  file: join(import.meta.dirname, "generated", "model.bin"),
};
const code = ["text-features.ts", "train-model.ts", "model.ts"].map((name) => join(import.meta.dirname, name));

/**
 * Loads the model, or trains it in a thread and keeps it. A folder that cannot be written to costs the next start
 * the training again, nothing else.
 *
 * @throws Error when the examples cannot be read
 */
export async function openModel({ examples, file }: ModelPlace = place): Promise<Model> {
  const key = await keyOf(examples);
  const kept = await load(file, key);
  if (kept) return kept;
  const model = await trainInWorker(await readExamples(examples));
  await keep(file, key, model).catch(() => undefined);
  return model;
}

/** SHA-256 over the names and bytes of the examples, then the code. */
async function keyOf(examples: string): Promise<Buffer> {
  const names = (await readdir(examples)).filter((name) => name.endsWith(".jsonl")).sort();
  const hash = createHash("sha256");
  for (const path of [...names.map((name) => join(examples, name)), ...code])
    hash.update(`${path.slice(dirname(path).length)}\0`).update(await readFile(path));
  return hash.digest();
}

async function load(file: string, key: Buffer): Promise<Model | null> {
  const bytes = await readFile(file).catch(() => null);
  if (!bytes?.subarray(0, key.length).equals(key)) return null;
  try {
    return Model.fromBytes(bytes.subarray(key.length));
  } catch {
    return null;
  }
}

async function keep(file: string, key: Buffer, model: Model): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, Buffer.concat([key, model.toBytes()]));
  await rename(draft, file);
}
