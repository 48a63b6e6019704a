import { expect, test } from "vitest";
import { lifeChoices } from "./life-choices.ts";

const words = (current: number) => lifeChoices(current).map((choice) => choice.words);

test("a usual time to live adds no choice", () => {
  expect(words(3600)).toEqual(["1 hour", "1 day", "7 days", "30 days", "1 year", "10 years"]);
});

test("another one stands in its place, in the largest unit that says it exactly", () => {
  expect(words(1)[0]).toBe("1 second");
  expect(words(90)[0]).toBe("90 seconds");
  expect(words(7200)[1]).toBe("2 hours");
  expect(words(45 * 86_400)[4]).toBe("45 days");
});
