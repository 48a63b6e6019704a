import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ModelPlace, openModel } from "./open-model.ts";
import { toyExamples } from "./toy-examples.ts";
import { trainModel } from "./train-model.ts";

const keyBytes = 32;
let place: ModelPlace;

beforeEach(async () => {
  const examples = await mkdtemp(join(tmpdir(), "routing-"));
  place = { examples, file: join(examples, "made", "model.bin") };
  for (const { text, capability } of toyExamples)
    await appendFile(join(examples, `${capability}.jsonl`), `${JSON.stringify(text)}\n`);
});
afterEach(() => rm(place.examples, { recursive: true }));

test("a model is trained once and read afterwards", async () => {
  const made = await openModel(place);
  const file = await readFile(place.file);
  expect(file.subarray(keyBytes)).toEqual(made.toBytes());
  // Another model behind the same key is what comes back: nothing was trained.
  const other = trainModel(toyExamples.slice(0, 8));
  await writeFile(place.file, Buffer.concat([file.subarray(0, keyBytes), other.toBytes()]));
  expect((await openModel(place)).capabilities).toEqual(other.capabilities);
});

test("a changed example makes it anew", async () => {
  await openModel(place);
  const before = await readFile(place.file);
  await appendFile(join(place.examples, "general.jsonl"), '"hello again, and how is the error"\n');
  await openModel(place);
  expect((await readFile(place.file)).equals(before)).toBe(false);
});

test("a damaged file is made anew", async () => {
  await openModel(place);
  const whole = await readFile(place.file);
  await writeFile(place.file, whole.subarray(0, whole.length >> 1));
  await openModel(place);
  expect(await readFile(place.file)).toEqual(whole);
});

test("a place that cannot be written to costs the file, not the model", async () => {
  await writeFile(join(place.examples, "made"), "a file where the folder would be");
  expect((await openModel(place)).capabilities).toHaveLength(3);
});
