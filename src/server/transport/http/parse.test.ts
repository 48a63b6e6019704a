import { expect, test } from "vitest";
import { z } from "zod";
import { isAppError } from "#server/kernel/app-error.ts";
import { parse } from "./parse.ts";

const schema = z.object({
  name: z.string().min(1, "must not be empty"),
  list: z.array(z.object({ n: z.number() })).optional(),
});

const refusal = (input: unknown) => {
  try {
    return parse(schema, input);
  } catch (error) {
    return isAppError(error) ? [error.code, error.message, error.details] : error;
  }
};

test("what fits comes back without what is not known", () => {
  expect(refusal({ name: "x", list: [{ n: 1, m: 2 }], other: 3 })).toEqual({ name: "x", list: [{ n: 1 }] });
});

test("what does not fit is one refusal that names every place", () => {
  expect(refusal({ list: [{ n: 1 }, { n: "2" }] })).toEqual([
    "BAD_REQUEST",
    expect.stringMatching(/^The request does not fit\. name: is missing; list\.1\.n: .+\.$/),
    {
      issues: [
        { path: "name", message: "is missing" },
        { path: "list.1.n", message: expect.stringContaining("number") },
      ],
    },
  ]);
});

test("a thousand faults are told of by the first twenty", () => {
  const [, message, details] = refusal({ name: "", list: Array(1000).fill({}) }) as [string, string, { issues: [] }];
  expect(details.issues).toHaveLength(20);
  expect(message.length).toBeLessThan(200);
});

test("a property of the object's own is not input", () => {
  expect(refusal(JSON.parse('{"__proto__":{"name":"x"}}'))).toEqual([
    "BAD_REQUEST",
    "The request does not fit. name: is missing.",
    { issues: [{ path: "name", message: "is missing" }] },
  ]);
});
