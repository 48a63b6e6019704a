import { describe, expect, test } from "vitest";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import { learnedScore } from "./learned-score.ts";
import { openLiveRuns, testIdentity } from "./live-run.fixture.ts";
import type { LiveRun, RunIdentity } from "./live-run.ts";
import { dayOf, ratedDay, runDayOf } from "./run-days.ts";
import { RunFigures } from "./run-figures.ts";

const dayMs = 24 * 3600 * 1000;

function open() {
  const clock = new ManualClock();
  const figures = new RunFigures(clock);
  const ended = (
    status: LiveRun["status"],
    durationMs: number,
    firstTokenMs: number | null,
    identity: Partial<RunIdentity> = {},
  ) => {
    const run = Object.assign(openLiveRuns().live.open(testIdentity(identity)), {
      status,
      endedAt: clock.now(),
      timing: { queue_ms: 0, first_token_ms: firstTokenMs, duration_ms: durationMs, provider_ms: null },
    });
    const day = runDayOf(run);
    if (day) figures.add(day);
  };
  const rate = (capability: string, value: 1 | -1) =>
    figures.add(ratedDay({ specialistId: "apollo-ai", capability, day: dayOf(clock.now()) }, null, value));
  return { clock, figures, ended, rate };
}

const apollo = {
  id: "apollo-ai",
  capabilities: {
    primary: ["debugging"],
    scores: { debugging: 0.9, testing: 0.4, research: 0.6 },
    learned: ["debugging", "testing"],
  },
};

describe("the performance of a specialist", () => {
  test("without runs is unknown, not zero", () => {
    expect(open().figures.of("apollo-ai")).toEqual({
      samples: 0,
      success_rate: null,
      duration_ms: null,
      first_token_ms: null,
      window_days: 30,
    });
  });

  test("counts what completed or failed, and takes times from what completed", () => {
    const { figures, ended } = open();
    ended("completed", 100, 10);
    ended("completed", 300, 30, { capability: "debugging" });
    ended("failed", 9999, 5);
    ended("cancelled", 9999, 1);
    ended("interrupted", 9999, 1);
    ended("completed", 9999, 1, { dryRun: true });
    ended("failed", 9999, 1, { dryRun: true });
    ended("completed", 9999, 1, { specialistId: "athena-ai" });
    expect(figures.of("apollo-ai")).toEqual({
      samples: 3,
      success_rate: 2 / 3,
      duration_ms: 200,
      first_token_ms: 20,
      window_days: 30,
    });
  });

  test("a run without a token does not count as one that was fast", () => {
    const { figures, ended } = open();
    ended("completed", 100, 40);
    ended("completed", 100, null);
    expect(figures.of("apollo-ai").first_token_ms).toBe(40);
  });

  test("goes back 30 days, evidence 90", async () => {
    const { clock, figures, ended } = open();
    const seen = () => {
      const [debugging] = figures.evidence(apollo);
      return [figures.of("apollo-ai").samples, debugging?.completed];
    };
    ended("completed", 100, 10, { capability: "debugging" });
    await clock.advance(29 * dayMs);
    ended("completed", 100, 10, { capability: "debugging" });
    expect(seen()).toEqual([2, 2]);
    await clock.advance(dayMs);
    expect(seen()).toEqual([1, 2]);
    await clock.advance(59 * dayMs);
    expect(seen()).toEqual([0, 2]);
    await clock.advance(dayMs);
    expect(seen()).toEqual([0, 1]);
    await clock.advance(30 * dayMs);
    expect(seen()).toEqual([0, 0]);
  });
});

describe("evidence", () => {
  test("of a capability is what was routed for it and what people said of it", () => {
    const { figures, ended, rate } = open();
    ended("completed", 100, 10, { capability: "testing" });
    ended("failed", 100, null, { capability: "testing" });
    ended("completed", 100, 10);
    rate("testing", 1);
    rate("testing", -1);
    rate("testing", 1);
    const seen = { up: 2, down: 1, completed: 1, failed: 1 };
    const testing = figures.evidence(apollo).find(({ capability }) => capability === "testing");
    expect(testing).toEqual({
      capability: "testing",
      is_primary: false,
      declared: 0.4,
      ...seen,
      learned: learnedScore(0.4, seen),
      used: "learned",
      window_days: 90,
    });
  });

  test("names primary ones first, then by declared score, then what was only seen", () => {
    const { figures, rate } = open();
    rate("planning", 1);
    rate("", 1);
    expect(figures.evidence(apollo).map(({ capability, declared }) => [capability, declared])).toEqual([
      ["debugging", 0.9],
      ["research", 0.6],
      ["testing", 0.4],
      ["planning", null],
    ]);
  });
});

describe("the score that counts", () => {
  test("is the declared one unless the entry says otherwise and something was seen", () => {
    const { figures, rate } = open();
    const scores = () => ["debugging", "research", "testing", "planning"].map((name) => figures.scoreOf(apollo, name));
    expect(scores()).toEqual([0.9, 0.6, 0.4, 0]);
    for (const name of ["debugging", "research", "planning"]) rate(name, -1);
    expect(scores()).toEqual([learnedScore(0.9, { up: 0, down: 1, completed: 0, failed: 0 }).score, 0.6, 0.4, 0]);
  });

  test("is what the evidence says is used", () => {
    const { figures, rate } = open();
    for (const name of ["debugging", "research"]) rate(name, -1);
    for (const { capability, used, learned, declared } of figures.evidence(apollo)) {
      expect(figures.scoreOf(apollo, capability)).toBe(used === "learned" ? learned?.score : declared);
    }
  });

  test("is not fooled by a capability named like a property of every object", () => {
    const { figures } = open();
    expect(figures.scoreOf(apollo, "constructor")).toBe(0);
  });
});
