import fc from "fast-check";
import { expect, test } from "vitest";
import { readAtEnd, readAtStart, seeFeatures } from "./text-features.ts";

const featuresOf = (text: string): Map<string, string> => {
  const seen = new Map<string, string>();
  seeFeatures(text, (name, of) => seen.set(name, of));
  return seen;
};
const namesOf = (text: string): string[] => [...featuresOf(text).keys()];

test("words, pairs, first words and runs of letters, each with what it is of", () => {
  const features = featuresOf("Fix the Crash");
  expect(features.get("word:crash")).toBe("crash");
  expect(features.get("pair:the crash")).toBe("the crash");
  expect(features.get("first:fix the")).toBe("fix the");
  expect(features.get("run: cras")).toBe("crash");
  expect(features.get("run:ash ")).toBe("crash");
  expect(namesOf("the")).toEqual(["word:the", "first:the", "shape:about 2 words"]);
});

test("numbers are one word, a fenced block is one word, and letter case and width do not count", () => {
  expect(namesOf("pay 17")).toContain("pair:pay ⟦number⟧");
  const fenced = namesOf("why?\n```\nsecretName = 1\n```");
  expect(fenced).toContain("pair:? ⟦code⟧");
  expect(fenced).toContain("shape:a fenced block of code");
  expect(fenced.filter((name) => name.includes("secret"))).toEqual([]);
  expect(namesOf("ＦＩＸ it")).toEqual(namesOf("fix it"));
});

test.each([
  ["if (a) {\n b();\n}\n", "lines that look like code"],
  ["Traceback (most recent call last)", "the words of an error or a log"],
  ["java.lang.NullPointerException at", "the words of an error or a log"],
  ["tar -x it", "a path or an option of a command"],
  ["one\ntwo", "several lines"],
  ["is it?  ", "a question at the end"],
  ['he wrote "come at once, please"', "a quotation"],
  ["1 2 3 4 5 6 7 8 9", "many numbers"],
])("%j has %s", (text, shape) => {
  expect(namesOf(text)).toContain(`shape:${shape}`);
});

test("of a long text the two ends are read and nothing between", () => {
  const around = (middle: string) => `${"start ".repeat(readAtStart)}${middle}${"end ".repeat(readAtEnd)}`;
  expect(featuresOf(around("one"))).toEqual(featuresOf(around("two ".repeat(50_000))));
  expect(namesOf(around("one"))).toEqual(expect.arrayContaining(["word:start", "word:end"]));
});

test("any string has a bounded number of features", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 6000 }), (text) => {
      let count = 0;
      seeFeatures(text, () => count++);
      // Words of one sign each give two features; a letter of a long word three runs. NFKC lengthens by 18 at most.
      expect(count).toBeLessThan(18 * 4 * (readAtStart + readAtEnd) + 20);
    }),
  );
});
