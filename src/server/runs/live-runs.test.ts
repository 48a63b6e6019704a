import { describe, expect, test } from "vitest";
import { localActor } from "#server/kernel/actor.ts";
import { openLiveRuns, testIdentity } from "./live-run.fixture.ts";

describe("a run nobody watches", () => {
  test("is cancelled after the grace, not before", async () => {
    const { clock, live } = openLiveRuns();
    const run = live.open(testIdentity());
    await clock.advance(9_999);
    expect(run.abort.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(run.abort.signal.aborted).toBe(true);
  });

  test("goes on while one of its watchers stays, and has a new grace from the last one's leaving", async () => {
    const { clock, live } = openLiveRuns();
    const run = live.open(testIdentity());
    const [first, second] = [run.watch(), run.watch()];
    await clock.advance(30_000);
    first();
    await clock.advance(30_000);
    second();
    await clock.advance(9_000);
    const third = run.watch();
    await clock.advance(30_000);
    expect(run.abort.signal.aborted).toBe(false);
    third();
    await clock.advance(10_000);
    expect(run.abort.signal.aborted).toBe(true);
  });

  test("goes on when its policy is to continue", async () => {
    const { clock, live } = openLiveRuns();
    const run = live.open(testIdentity({ onDisconnect: "continue" }));
    run.watch()();
    await clock.advance(1_000_000);
    expect(run.abort.signal.aborted).toBe(false);
    expect(clock.pending).toBe(0);
  });

  test("has no timer once it has ended, whoever comes and goes then", async () => {
    const { clock, live } = openLiveRuns();
    const run = live.open(testIdentity());
    live.end(run);
    await run.finished;
    run.watch()();
    await clock.advance(60_000);
    expect(clock.pending).toBe(0);
    expect(run.abort.signal.aborted).toBe(false);
  });
});

describe("a run that has ended", () => {
  test("keeps its log a minute, then is gone", async () => {
    const { clock, live, log } = openLiveRuns();
    const run = live.open(testIdentity());
    run.append({ type: "content", ...run.origin(), data: "x" });
    live.end(run);
    await clock.advance(59_999);
    expect(live.find(localActor, "run_1")).toBe(run);
    expect(await log.read("run_1", 0)).toHaveLength(1);
    await clock.advance(1);
    expect(live.find(localActor, "run_1")).toBeNull();
    expect(await log.read("run_1", 0)).toBeNull();
  });

  test("goes early when there are too many", () => {
    const { live } = openLiveRuns();
    for (const id of ["run_1", "run_2", "run_3"]) live.end(live.open(testIdentity({ id })));
    expect(["run_1", "run_2", "run_3"].map((id) => live.find(localActor, id) !== null)).toEqual([false, true, true]);
  });
});

test("only its owner finds a run", () => {
  const { live } = openLiveRuns();
  live.open(testIdentity());
  expect(live.find({ id: "someone", name: "someone", role: "admin" }, "run_1")).toBeNull();
  expect(live.find(localActor, "run_1")).not.toBeNull();
});

test("a discarded run leaves nothing", () => {
  const { clock, live } = openLiveRuns();
  live.discard(live.open(testIdentity()));
  expect([live.activeCount, clock.pending]).toEqual([0, 0]);
});
