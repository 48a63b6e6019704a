import { serialize } from "node:v8";
import { expect, test } from "vitest";
import { Model } from "./model.ts";
import { toyExamples } from "./toy-examples.ts";
import { trainModel } from "./train-model.ts";

const model = trainModel(toyExamples);

test("the bytes of a model make the same model; others are refused", () => {
  const bytes = model.toBytes();
  const text = "an error in the email";
  expect(Model.fromBytes(bytes).predict(text).likelihoods).toEqual(model.predict(text).likelihoods);
  expect(() => Model.fromBytes(bytes.subarray(0, bytes.length - 9))).toThrow();
  expect(() => Model.fromBytes(new Uint8Array(50))).toThrow();
  const parts = { capabilities: ["a"], features: ["word:x"], bias: new Float32Array(1), scale: new Float32Array(1) };
  const misfit = serialize({ ...parts, importance: new Float32Array(1), weights: new Int8Array(2) });
  expect(() => Model.fromBytes(misfit)).toThrow("do not fit together");
});

test("probabilities are in order and together 1, of any text", () => {
  for (const text of ["", "stack trace", "ünknown 字", "crash ".repeat(100_000)]) {
    const probabilities = model.predict(text).likelihoods.map((l) => l.probability);
    expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a));
  }
});

test("evidence is counted by the word it comes from, runs of letters too", () => {
  const [first] = model.predict("crashes").evidenceFor("debugging");
  expect(first).toMatchObject({ kind: "words", feature: "crashes" });
  expect(first?.weight).toBeGreaterThan(0);
  const against = model
    .predict("crashes")
    .evidenceFor("messaging")
    .find((e) => e.feature === "crashes");
  expect(against?.weight).toBeLessThan(0);
});

test("known words are those of the examples, each counted once; numbers and signs are not words", () => {
  expect(model.predict("crashes crashes error zebra, 12!").knownWords).toBeCloseTo(2 / 3);
  expect(model.predict("12 ?").knownWords).toBe(0);
});
