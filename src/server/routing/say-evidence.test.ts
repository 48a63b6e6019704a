import { expect, test } from "vitest";
import type { Evidence } from "./model.ts";
import { sayEvidence } from "./say-evidence.ts";

const words = (feature: string, weight = 1): Evidence => ({ kind: "words", feature, weight });
const said = (...evidence: Evidence[]): string[] => sayEvidence(evidence).map(({ feature }) => feature);

test("what people wrote is said as they wrote it, no word twice", () => {
  expect(said(words("stack trace", 3), words("stack", 2), words("crash", 1))).toEqual(["stack trace", "crash"]);
});

test("fillers, signs and the length alone are not reasons; with a word beside them pairs are", () => {
  const length: Evidence = { kind: "shape", feature: "about 8 words", weight: 5 };
  expect(said(length, words("of the"), words("is"), words("?"), words("summary of"))).toEqual(["summary of"]);
});

test("code is named, not quoted, and what is long is cut", () => {
  expect(said(words("{"), words("; }"), words("⟦code⟧"), words("x".repeat(60)))).toEqual([
    "brackets and operators",
    "a fenced block of code",
    `${"x".repeat(40)}…`,
  ]);
});

test("what speaks against is left out, and five are enough", () => {
  expect(said(words("for", 2), words("against", -1), words("late", 0))).toEqual([]);
  expect(said(...["a1", "b1", "c1", "d1", "e1", "f1"].map((w) => words(w)))).toHaveLength(5);
});
