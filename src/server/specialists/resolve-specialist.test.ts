import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Specialist } from "#contract/specialist.ts";
import { isAppError } from "#server/kernel/app-error.ts";
import { resolveSpecialist } from "./resolve-specialist.ts";
import { rosterEntries } from "./roster.ts";

const all: Specialist[] = rosterEntries().map((entry) => ({ ...entry, version: 1 }));
const without = (...ids: string[]) => all.map((s) => (ids.includes(s.id) ? { ...s, enabled: false } : s));

const idOf = (name: string, of: readonly Specialist[] = all) => resolveSpecialist(of, name).specialist.id;
const failure = (name: string, of: readonly Specialist[] = all) => {
  try {
    return resolveSpecialist(of, name).specialist.id;
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
};

test.each([
  ["apollo-ai", "apollo-ai", "name"],
  ["apollo", "apollo-ai", "name"],
  ["  Apollo  ", "apollo-ai", "name"],
  ["APOLLO-AI", "apollo-ai", "name"],
  ["apo", "apollo-ai", "name"],
  ["sy", "synthesis-ai", "name"],
  ["@code-analysis", "apollo-ai", "capability"],
  ["@Security-Review", "athena-ai", "capability"],
  ["auto", "numa-ai", "auto"],
])("%j means %s", (name, id, by) => {
  const { specialist, routed } = resolveSpecialist(all, name);
  expect([specialist.id, routed.by]).toEqual([id, by]);
});

test("every id and every short name of the roster means itself", () => {
  for (const { id } of all) expect([idOf(id), idOf(id.replace(/-ai$/, ""))]).toEqual([id, id]);
});

test("a prefix of several is ambiguous and names them; an exact name is not, whatever it begins", () => {
  expect(failure("t")).toMatchObject({
    code: "AMBIGUOUS_NAME",
    details: { candidates: ["telos-ai", "terma-ai", "tekton-ai"] },
  });
  const [first] = all;
  const longer = { ...(first as Specialist), id: "apollo-ai-two", name: "apollo-two" };
  expect(idOf("apollo", [...all, longer])).toBe("apollo-ai");
  expect(failure("apoll", [...all, longer])).toMatchObject({ code: "AMBIGUOUS_NAME" });
});

test("a capability goes to its primary owner, past a disabled one to the next best", () => {
  expect(idOf("@debugging")).toBe("apollo-ai");
  const next = idOf("@debugging", without("apollo-ai"));
  expect(next).not.toBe("apollo-ai");
  const score = (id: string) => all.find((s) => s.id === id)?.capabilities.scores.debugging ?? 0;
  for (const { id } of all) if (id !== "apollo-ai") expect(score(id)).toBeLessThanOrEqual(score(next));
});

test("a disabled specialist still goes by its name, so that asking it can say that it is disabled", () => {
  expect(idOf("apollo", without("apollo-ai"))).toBe("apollo-ai");
});

describe("who is not there", () => {
  test.each([
    "nobody",
    "",
    "   ",
    "@",
    "@nothing",
    "@__proto__",
    "@constructor",
    "@toString",
    "__proto__",
    "constructor",
  ])("%j is not found", (name) => {
    expect(failure(name)).toMatchObject({ code: "SPECIALIST_NOT_FOUND" });
  });

  test("the answer lists the enabled ones", () => {
    const error = failure("nobody", without("apollo-ai"));
    expect(error).toMatchObject({ details: { available: all.map(({ id }) => id).filter((id) => id !== "apollo-ai") } });
    expect(failure("nobody", [])).toMatchObject({ message: expect.stringContaining("Available: none") });
  });

  test("auto and every capability are not, in an empty registry", () => {
    expect(failure("auto", [])).toMatchObject({ code: "SPECIALIST_NOT_FOUND" });
  });

  test("no string does anything but resolve or be refused in our words, kept short", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ minLength: 200, maxLength: 5000 })), (name) => {
        const result = failure(name);
        if (typeof result !== "string") expect(result.message.length).toBeLessThan(600);
      }),
    );
  });
});
