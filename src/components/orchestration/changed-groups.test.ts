import { expect, it } from "vitest";
import { orchestration, orchestrationDefaults } from "#contract/orchestration.ts";
import { changedGroups, settingsText } from "./changed-groups.ts";

it("two documents are the same whatever the order of a record", () => {
  const one = orchestration.parse({ fallback: { specialists: { "a-ai": ["c-ai"], "b-ai": ["c-ai"] } } });
  const other = orchestration.parse({ fallback: { specialists: { "b-ai": ["c-ai"], "a-ai": ["c-ai"] } } });
  expect(changedGroups(one, other)).toEqual([]);
  expect(settingsText(one)).toBe(settingsText(other));
});

it("what differs is named by group, in the order of the page", () => {
  const after = orchestration.parse({ max_concurrent: 4, retry_policy: { enabled: true } });
  expect(changedGroups(orchestrationDefaults, after)).toEqual(["trying again", "runs at once"]);
});
