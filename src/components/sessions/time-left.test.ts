import { expect, test } from "vitest";
import { timeLeft } from "./time-left.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [0, "within a minute"],
  [minute, "in 1 minute"],
  [89 * minute, "in 89 minutes"],
  [90 * minute, "in 2 hours"],
  [35 * hour, "in 35 hours"],
  [30 * day - 1000, "in 30 days"],
  [365 * day, "in 12 months"],
  [3650 * day, "in 10 years"],
])("%i ms are %s", (ms, words) => {
  expect(timeLeft(ms)).toBe(words);
});
