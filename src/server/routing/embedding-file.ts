/**
 * The file of the examples' vectors: of one model, by the hash of what was embedded. The same vectors make the same
 * bytes, in whatever order they came. A cache: one that is missing, damaged or of another model counts as empty.
 *
 * A line of JSON, filled up with spaces to a multiple of 16 bytes; the hashes, 16 bytes each, ascending; the vectors
 * in the same order, little-endian 32-bit floats of length 1.
 */
import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { inPieces } from "./embedding-pieces.ts";

export interface KeptVectors {
  readonly model: string;
  /** 0 while there are none. */
  readonly dims: number;
  /** By `vectorKey`. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
}

const hashBytes = 16;
const format = "tekton-routing-embedding-1";
const header = z.object({
  format: z.literal(format),
  model: z.string(),
  dims: z.number().int().positive(),
  count: z.number().int().nonnegative(),
});
const longestHeader = 4096;
/** Vectors to a write: some megabytes. */
const writtenAtOnce = 500;
const checkedAtOnce = 500;

/** @param text as it was embedded, its prefix included */
export const vectorKey = (text: string): string =>
  createHash("sha256")
    .update(text)
    .digest("hex")
    .slice(0, 2 * hashBytes);

/** Whose vectors a file holds; null when there is none that can be read. */
export async function keptModel(file: string): Promise<string | null> {
  const handle = await open(file).catch(() => null);
  if (!handle) return null;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(longestHeader));
    return readHeader(buffer.subarray(0, bytesRead))?.model ?? null;
  } finally {
    await handle.close();
  }
}

/** Nothing of another model. */
export async function readVectors(file: string, model: string): Promise<KeptVectors> {
  const none: KeptVectors = { model, dims: 0, vectors: new Map() };
  const bytes = await readFile(file).catch(() => null);
  const kept = bytes && (await parse(bytes));
  return kept?.model === model ? kept : none;
}

/** Whole or not at all. @throws what the file system throws */
export async function writeVectors(file: string, { model, dims, vectors }: KeptVectors): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const keys = [...vectors.keys()].sort();
  const line = JSON.stringify({ format, model, dims, count: keys.length });
  const length = 16 * Math.ceil((Buffer.byteLength(line) + 1) / 16);
  const draft = `${file}.${process.pid}`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.write(`${line}${" ".repeat(length - Buffer.byteLength(line) - 1)}\n`);
    await handle.write(Buffer.from(keys.join(""), "hex"));
    for (let i = 0; i < keys.length; i += writtenAtOnce) {
      const part = keys.slice(i, i + writtenAtOnce).map((key) => vectors.get(key) ?? new Float32Array(dims));
      await handle.write(Buffer.concat(part.map((v) => Buffer.from(v.buffer, v.byteOffset, v.byteLength))));
    }
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

async function parse(bytes: Buffer): Promise<KeptVectors | null> {
  const read = readHeader(bytes);
  if (!read) return null;
  const { model, dims, count, end } = read;
  const hashes = bytes.subarray(end + 1, end + 1 + count * hashBytes);
  const rest = bytes.subarray(end + 1 + count * hashBytes);
  if (rest.length !== count * dims * Float32Array.BYTES_PER_ELEMENT) return null;
  // Floats must begin at a multiple of four; where in memory the file came to lie is not ours to say.
  const aligned = rest.byteOffset % Float32Array.BYTES_PER_ELEMENT === 0 ? rest : new Uint8Array(rest);
  const numbers = new Float32Array(aligned.buffer, aligned.byteOffset, count * dims);
  const hex = hashes.toString("hex");
  const vectors = new Map<string, Float32Array>();
  for await (const i of inPieces(Array(count).keys(), checkedAtOnce)) {
    const vector = numbers.subarray(i * dims, (i + 1) * dims);
    // One damaged vector spoils only itself: it is made again.
    if (!isUnit(vector)) continue;
    vectors.set(hex.slice(i * 2 * hashBytes, (i + 1) * 2 * hashBytes), vector);
  }
  return { model, dims, vectors };
}

const isUnit = (vector: Float32Array): boolean => {
  let square = 0;
  for (const number of vector) square += number * number;
  return Math.abs(square - 1) < 1e-3;
};

function readHeader(bytes: Buffer): (z.infer<typeof header> & { end: number }) | null {
  const end = bytes.subarray(0, longestHeader).indexOf("\n");
  try {
    return { ...header.parse(JSON.parse(bytes.subarray(0, end).toString("utf8"))), end };
  } catch {
    return null;
  }
}
