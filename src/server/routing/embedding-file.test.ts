import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { keptModel, readVectors, vectorKey, writeVectors } from "./embedding-file.ts";

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tekton-vectors-"));
  file = join(dir, "data", "vectors.bin");
});
afterEach(() => rm(dir, { recursive: true }));

const dims = 3;
/** Of length 1; the text decides which. */
const vectorOf = (text: string): Float32Array => {
  const angle = text.length + (text.codePointAt(0) ?? 0);
  return Float32Array.of(Math.cos(angle), Math.sin(angle), 0);
};
const kept = (texts: readonly string[], model = "a-model") => ({
  model,
  dims,
  vectors: new Map(texts.map((text) => [vectorKey(text), vectorOf(text)])),
});

describe("the file of vectors", () => {
  test("gives back what was written, to its owner only", async () => {
    const written = kept(["one", "two", "three"]);
    await writeVectors(file, written);
    expect(await readVectors(file, "a-model")).toEqual(written);
    expect(await keptModel(file)).toBe("a-model");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test("is the same bytes in whatever order its vectors came", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .uniqueArray(fc.string())
          .chain((texts) => fc.tuple(fc.constant(texts), fc.shuffledSubarray(texts, { minLength: texts.length }))),
        async ([texts, shuffled]) => {
          await writeVectors(file, kept(texts));
          const bytes = await readFile(file);
          await writeVectors(file, kept(shuffled));
          expect((await readFile(file)).equals(bytes)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("of another model, or none, counts as empty", async () => {
    expect(await readVectors(file, "a-model")).toEqual({ model: "a-model", dims: 0, vectors: new Map() });
    expect(await keptModel(file)).toBeNull();
    await writeVectors(file, kept(["one"]));
    expect((await readVectors(file, "another")).vectors.size).toBe(0);
  });

  test("cut or changed anywhere gives whole vectors that were written, or none", async () => {
    const written = kept(["one", "two", "three", "four"]);
    await writeVectors(file, written);
    const bytes = await readFile(file);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), async (at, byte, cut) => {
        const damaged = Buffer.from(cut ? bytes.subarray(0, at) : bytes);
        if (!cut) damaged[at] = byte;
        await writeFile(file, damaged);
        const read = await readVectors(file, "a-model");
        for (const vector of read.vectors.values()) {
          expect(vector).toHaveLength(read.dims);
          expect(Math.hypot(...vector)).toBeCloseTo(1, 2);
        }
      }),
      { numRuns: 200 },
    );
  });
});
