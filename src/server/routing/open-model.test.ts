import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openModel } from "./open-model.ts";
import { toyExamples } from "./toy-examples.ts";
import { trainModel } from "./train-model.ts";

const keyBytes = 32;
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "routing-"));
  file = join(folder, "made", "model.bin");
});
afterEach(() => rm(folder, { recursive: true }));

test("a model is trained once and read afterwards", async () => {
  const made = await openModel(toyExamples, file);
  const bytes = await readFile(file);
  expect(bytes.subarray(keyBytes)).toEqual(made.model.toBytes());
  // Another model behind the same key is what comes back: nothing was trained.
  const other = trainModel(toyExamples.slice(0, 8));
  await writeFile(file, Buffer.concat([bytes.subarray(0, keyBytes), other.toBytes()]));
  const { model, key } = await openModel(toyExamples, file);
  expect(model.capabilities).toEqual(other.capabilities);
  expect(key).toEqual(made.key);
});

test("another example makes it anew, and so does the same one of another capability", async () => {
  const example = { text: "hello again, and how is the error", capability: "general" };
  const kept = [];
  for (const examples of [toyExamples, [...toyExamples, example], [...toyExamples, { ...example, capability: "x" }]]) {
    await openModel(examples, file);
    kept.push((await readFile(file)).toString("base64"));
  }
  expect(new Set(kept).size).toBe(3);
});

test("a damaged file is made anew", async () => {
  await openModel(toyExamples, file);
  const whole = await readFile(file);
  await writeFile(file, whole.subarray(0, whole.length >> 1));
  await openModel(toyExamples, file);
  expect(await readFile(file)).toEqual(whole);
});

test("a place that cannot be written to costs the file, not the model", async () => {
  await writeFile(join(folder, "made"), "a file where the folder would be");
  expect((await openModel(toyExamples, file)).model.capabilities).toHaveLength(3);
});
