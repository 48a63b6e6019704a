/**
 * Trained models, kept in files with the key of what they were made from: the examples and the code that reads
 * them. A file is a cache; one that is missing, stale or damaged is made again.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Model } from "./model.ts";
import { type Example, readExamples } from "./read-examples.ts";
import { trainInWorker } from "./train-in-worker.ts";

export interface KeptModel {
  readonly model: Model;
  /** Of what it was made from. */
  readonly key: Buffer;
  /** Epoch ms. */
  readonly trainedAt: number;
}

/** Where the model of the examples as they are shipped is kept. */
export const shippedFile = join(import.meta.dirname, "generated", "model.bin");

const code = ["text-features.ts", "train-model.ts", "model.ts"].map((name) => join(import.meta.dirname, name));

/**
 * Loads the model of these examples, or trains it in a thread and keeps it. A folder that cannot be written to
 * costs the next start the training again, nothing else.
 *
 * @throws Error what training throws
 */
export async function openModel(examples: readonly Example[], file: string): Promise<KeptModel> {
  const key = await keyOf(examples);
  const kept = await loadModel(file, key);
  if (kept) return kept;
  const model = await trainInWorker(examples);
  await keepModel(file, key, model).catch(() => undefined);
  return { model, key, trainedAt: Date.now() };
}

/** For a start, so that the hub finds the shipped model made. Throws Error when the examples cannot be read. */
export async function openShippedModel(): Promise<KeptModel> {
  return openModel(await readExamples(), shippedFile);
}

/** SHA-256 over the examples in their order, then the code. */
export async function keyOf(examples: readonly Example[]): Promise<Buffer> {
  const hash = createHash("sha256");
  for (const { capability, text } of examples) hash.update(`${capability}\0${text}\0`);
  for (const path of code) hash.update(await readFile(path));
  return hash.digest();
}

/** null when the file is not there, of another key, or damaged. */
export async function loadModel(file: string, key: Buffer): Promise<KeptModel | null> {
  try {
    const bytes = await readFile(file);
    if (!bytes.subarray(0, key.length).equals(key)) return null;
    return { model: Model.fromBytes(bytes.subarray(key.length)), key, trainedAt: (await stat(file)).mtimeMs };
  } catch {
    return null;
  }
}

/** @throws Error of the file system */
export async function keepModel(file: string, key: Buffer, model: Model): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, Buffer.concat([key, model.toBytes()]), { mode: 0o600 });
  await rename(draft, file);
}
