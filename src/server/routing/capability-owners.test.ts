import { expect, test } from "vitest";
import { rankFor } from "#server/specialists/rank-specialists.ts";
import { roster } from "#server/specialists/roster.ts";
import { capabilityOwners } from "./capability-owners.ts";

const entry = (id: string, primary: string[], scores: Record<string, number>, learned: string[] = []) => ({
  id,
  capabilities: { primary, scores, learned },
});

test("each capability of the roster belongs to its primary owner", () => {
  const owners = capabilityOwners(roster, rankFor);
  for (const { id, capabilities } of roster)
    for (const capability of capabilities.primary) expect(owners.get(capability)).toBe(id);
});

test("of equals it is the first one handed in, and nobody without a rank", () => {
  const entries = [
    entry("low", [], { debugging: 0.3, testing: 0 }),
    entry("high", [], { debugging: 0.7 }),
    entry("same", [], { debugging: 0.7 }),
  ];
  const owners = capabilityOwners(entries, rankFor);
  expect(owners).toEqual(new Map([["debugging", "high"]]));
});

test("a capability that is only learned counts as well", () => {
  const owners = capabilityOwners([entry("one", [], {}, ["haiku"])], () => 0.4);
  expect(owners.get("haiku")).toBe("one");
});
