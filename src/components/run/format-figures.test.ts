import { describe, expect, it } from "vitest";
import { emptyRunState } from "#contract/run-state.ts";
import { describeState, formatCount, formatMs } from "./format-figures.ts";

describe("figures with their provenance", () => {
  it.each([
    [{ value: 150, source: "measured" }, "150 · measured"],
    [{ value: 0, source: "measured" }, "0 · measured"],
    [{ value: 1500, source: "estimated" }, "≈ 1,500 · estimated"],
    [{ value: 7, source: "partial" }, "at least 7 · partial"],
    [{ value: null, source: "cached" }, "cached, not counted"],
    [{ value: null, source: "unknown" }, "unknown"],
  ] as const)("%j reads %j", (count, expected) => {
    expect(formatCount(count)).toBe(expected);
  });

  it.each([
    [null, "unknown"],
    [0, "< 1 ms"],
    [12.4, "12 ms"],
    [1840, "1.8 s"],
    [61_000, "1 min 1 s"],
  ])("%j ms reads %j", (ms, expected) => {
    expect(formatMs(ms)).toBe(expected);
  });

  it("a place in the queue is shown with its estimate, and without one when there is none", () => {
    const queued = { ...emptyRunState, phase: "queued" as const };
    expect(describeState({ ...queued, queue: { position: 2, estimated_wait_ms: 1800 } }).words).toBe(
      "queued: 2. in line, about 1.8 s",
    );
    expect(describeState({ ...queued, queue: { position: 1, estimated_wait_ms: null } }).words).toBe(
      "queued: 1. in line",
    );
  });
});
