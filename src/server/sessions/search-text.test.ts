import { expect, test } from "vitest";
import { createTextSearch } from "./search-text.ts";

test.each([
  ["casey", "My name is Casey.", "My name is Casey."],
  ["NAME casey", "Casey\n is my  name", "Casey is my name"],
  ["straße", "Die STRASSE und die Straße", "Die STRASSE und die Straße"],
  ["café", "at the cafe\u0301", "at the cafe\u0301"],
  ["b", `a${" ".repeat(80)}b${"c".repeat(200)}`, `…b${"c".repeat(109)}…`],
])("%s is in %j", (q, text, excerpt) => {
  expect(createTextSearch(q).find(text)).toEqual({ excerpt });
});

test.each([
  ["casey robin", "My name is Casey."],
  ["x", ""],
  ["a.c", "abc"],
])("%s is not in %j", (q, text) => {
  expect(createTextSearch(q).find(text)).toBeNull();
});
