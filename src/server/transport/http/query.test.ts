import { describe, expect, test } from "vitest";
import { z } from "zod";
import { booleanInQuery, jsonInQuery, numberInQuery, pageSize } from "./query.ts";

const read = (schema: z.ZodType, text: string): unknown => {
  const result = schema.safeParse(text);
  return result.success ? result.data : "refused";
};

describe("values in a query", () => {
  test.each([
    ["true", true],
    ["True", true],
    ["TRUE", true],
    ["1", true],
    ["yes", true],
    ["on", true],
    ["false", false],
    ["False", false],
    ["0", false],
    ["no", false],
    ["off", false],
    ["", "refused"],
    ["2", "refused"],
    ["truer", "refused"],
  ])("the boolean %j is %s", (text, value) => {
    expect(read(booleanInQuery, text)).toBe(value);
  });

  test.each([
    ["0.7", 0.7],
    ["1e0", 1],
    ["", "refused"],
    [" ", "refused"],
    ["1e999", "refused"],
    ["-Infinity", "refused"],
    ["NaN", "refused"],
    ["0,7", "refused"],
    ["2.1", "refused"],
  ])("the temperature %j is %s", (text, value) => {
    expect(read(numberInQuery(z.number().min(0).max(2)), text)).toBe(value);
  });

  test.each([
    ["1", 1],
    ["200", 200],
    ["0", "refused"],
    ["201", "refused"],
    ["1.5", "refused"],
    ["99999999999999999999", "refused"],
  ])("the page size %j is %s", (text, value) => {
    expect(read(pageSize, text)).toBe(value);
  });

  test.each([
    ['{"a":1}', { a: 1 }],
    ["{a:1}", "refused"],
    ["", "refused"],
    ["[]", "refused"],
    ['{"__proto__":{"b":1}}', {}],
  ])("the object %j is %j", (text, value) => {
    expect(read(jsonInQuery(z.object({ a: z.number().optional() })), text)).toEqual(value);
  });
});
