import { expect, test } from "vitest";
import { silentLog } from "#server/kernel/log.ts";
import { Checkpointer } from "./checkpointer.ts";
import { openLiveRuns, testIdentity } from "./live-run.fixture.ts";
import type { LiveRun } from "./live-run.ts";
import type { RunStore } from "./run-store.ts";

/** A database whose writes end when the test says so. */
function open() {
  const { clock, live } = openLiveRuns();
  const writes: { ids: string[]; end: (error?: Error) => Promise<void> }[] = [];
  const store = {
    checkpoint: (runs: readonly LiveRun[]) =>
      new Promise<void>((resolve, reject) => {
        const end = (error?: Error) => {
          if (error) reject(error);
          else resolve();
          return clock.advance(0);
        };
        writes.push({ ids: runs.map((run) => run.identity.id), end });
      }),
  } satisfies Pick<RunStore, "checkpoint">;
  const checkpointer = new Checkpointer({ store, clock, log: silentLog, everyMs: 250 });
  const run = (id: string) => live.open(testIdentity({ id, onDisconnect: "continue" }));
  return { clock, writes, checkpointer, runs: [run("run_1"), run("run_2")] as const, live };
}
const ids = (writes: readonly { ids: string[] }[]) => writes.map((write) => write.ids);

test("what changes within an interval is one write, an interval after the first change", async () => {
  const { clock, writes, checkpointer, runs } = open();
  checkpointer.mark(runs[0]);
  await clock.advance(200);
  checkpointer.mark(runs[1]);
  checkpointer.mark(runs[0]);
  await clock.advance(49);
  expect(writes).toEqual([]);
  await clock.advance(1);
  expect(ids(writes)).toEqual([["run_1", "run_2"]]);
  await writes[0]?.end();
  expect(clock.pending).toBe(0);
});

test("a change during a slow write is written as soon as that has ended; never two writes at once", async () => {
  const { clock, writes, checkpointer, runs } = open();
  checkpointer.mark(runs[0]);
  await clock.advance(250);
  checkpointer.mark(runs[0]);
  await clock.advance(10_000);
  expect(ids(writes)).toEqual([["run_1"]]);
  await writes[0]?.end();
  await clock.advance(1);
  expect(ids(writes)).toEqual([["run_1"], ["run_1"]]);
  await writes[1]?.end();
});

test("a change during a short write waits no longer than an interval", async () => {
  const { clock, writes, checkpointer, runs } = open();
  checkpointer.mark(runs[0]);
  await clock.advance(250);
  checkpointer.mark(runs[0]);
  await clock.advance(100);
  await writes[0]?.end();
  await clock.advance(149);
  expect(writes).toHaveLength(1);
  await clock.advance(1);
  expect(writes).toHaveLength(2);
  await writes[1]?.end();
});

test("what could not be written is tried again", async () => {
  const { clock, writes, checkpointer, runs } = open();
  checkpointer.mark(runs[0]);
  await clock.advance(250);
  await writes[0]?.end(new Error("disk full"));
  await clock.advance(250);
  expect(ids(writes)).toEqual([["run_1"], ["run_1"]]);
  await writes[1]?.end();
  expect(clock.pending).toBe(0);
});

test("a run that has ended is not tried again", async () => {
  const { clock, writes, checkpointer, runs, live } = open();
  checkpointer.mark(runs[0]);
  await clock.advance(250);
  live.end(runs[0]);
  await writes[0]?.end(new Error("disk full"));
  await clock.advance(1000);
  expect(writes).toHaveLength(1);
});

test("settling waits for the write under way and leaves none to come", async () => {
  const { clock, writes, checkpointer, runs } = open();
  checkpointer.mark(runs[0]);
  await clock.advance(250);
  checkpointer.mark(runs[0]);
  let settled = false;
  const settling = checkpointer.settle(runs[0]).then(() => {
    settled = true;
  });
  await clock.advance(0);
  expect(settled).toBe(false);
  await writes[0]?.end();
  await settling;
  expect(clock.pending).toBe(0);
  expect(writes).toHaveLength(1);
});

test("settling a run with nothing under way does not wait for another's write", async () => {
  const { clock, writes, checkpointer, runs } = open();
  checkpointer.mark(runs[0]);
  await clock.advance(250);
  checkpointer.mark(runs[1]);
  await checkpointer.settle(runs[1]);
  await writes[0]?.end();
  await clock.advance(1000);
  expect(ids(writes)).toEqual([["run_1"]]);
});
