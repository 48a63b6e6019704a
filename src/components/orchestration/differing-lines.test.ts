import { describe, expect, it } from "vitest";
import { orchestration, orchestrationDefaults } from "#contract/orchestration.ts";
import { changedGroups } from "./changed-groups.ts";
import { differingLines } from "./differing-lines.ts";

const shown = (before: object, after: object) =>
  differingLines(orchestration.parse(before), orchestration.parse(after)).flatMap(({ mark, text }) =>
    mark === " " ? [] : [`${mark}${text.trim()}`],
  );

describe("what differs between two versions of the settings", () => {
  it("is nothing for the same settings, whatever the order of a record", () => {
    const one = { fallback: { specialists: { "a-ai": ["c-ai"], "b-ai": ["c-ai"] } } };
    const other = { fallback: { specialists: { "b-ai": ["c-ai"], "a-ai": ["c-ai"] } } };
    expect(shown(one, other)).toEqual([]);
    expect(changedGroups(orchestration.parse(one), orchestration.parse(other))).toEqual([]);
  });

  it("is named by group and shown line by line", () => {
    const after = { max_concurrent: 4, retry_policy: { enabled: true } };
    expect(shown({}, after)).toEqual([
      '−"max_concurrent": null,',
      '+"max_concurrent": 4,',
      '−"enabled": false,',
      '+"enabled": true,',
    ]);
    expect(changedGroups(orchestrationDefaults, orchestration.parse(after))).toEqual(["trying again", "runs at once"]);
  });

  it("leaves out what is far from any difference", () => {
    const lines = differingLines(
      orchestrationDefaults,
      orchestration.parse({ timeout_settings: { default: 9 }, fallback: { enabled: false } }),
    );
    expect(lines.map(({ text }) => text)).toContain("⋯");
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
  });
});
