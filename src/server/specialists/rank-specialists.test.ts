import { expect, test } from "vitest";
import { rankSpecialists } from "./rank-specialists.ts";
import { roster } from "./roster.ts";

const entry = (id: string, primary: string[], scores: Record<string, number>) => ({
  id,
  capabilities: { primary, scores, learned: [] },
});
const entries = [
  entry("low", [], { debugging: 0.3, testing: 0 }),
  entry("high", [], { debugging: 0.7 }),
  entry("first", ["debugging"], { debugging: 0.1 }),
  entry("same", [], { debugging: 0.7 }),
];
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

test("a primary owner comes before any score, then the higher score, then the one registered first", () => {
  expect(ids(rankSpecialists(entries, "debugging"))).toEqual(["first", "high", "same", "low"]);
});

test("without a score nobody has a capability, whatever it is called", () => {
  for (const capability of ["testing", "juggling", "constructor", "__proto__"])
    expect(rankSpecialists(entries, capability)).toEqual([]);
});

test("the score handed in counts in place of the declared one", () => {
  const learned = (specialist: { id: string }) => (specialist.id === "low" ? 0.9 : 0.2);
  expect(ids(rankSpecialists(entries, "debugging", learned))).toEqual(["first", "low", "high", "same"]);
});

test("each capability of the roster belongs to its primary owner first", () => {
  for (const { id, capabilities } of roster)
    for (const capability of capabilities.primary) expect(rankSpecialists(roster, capability)[0]?.id).toBe(id);
});
