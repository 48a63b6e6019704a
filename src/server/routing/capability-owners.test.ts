import { expect, test } from "vitest";
import { roster } from "#server/specialists/roster.ts";
import { capabilityOwners } from "./capability-owners.ts";

test("each capability of the roster belongs to its primary owner first", () => {
  const owners = capabilityOwners(roster);
  for (const { id, capabilities } of roster)
    for (const capability of capabilities.primary) expect(owners.get(capability)?.[0]).toBe(id);
});

test("without the primary owner the highest score is first, and no score is no owner", () => {
  const entry = (id: string, primary: string[], scores: Record<string, number>) => ({
    id,
    capabilities: { primary, scores },
  });
  const owners = capabilityOwners([
    entry("low", [], { debugging: 0.3, testing: 0 }),
    entry("high", [], { debugging: 0.7 }),
    entry("first", ["debugging"], { debugging: 0.1 }),
    entry("same", [], { debugging: 0.7 }),
  ]);
  expect(owners.get("debugging")).toEqual(["first", "high", "same", "low"]);
  expect(owners.get("testing")).toBeUndefined();
});
