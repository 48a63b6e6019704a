import { expect, test } from "vitest";
import { silentLog } from "#server/kernel/log.ts";
import { Checkpointer } from "./checkpointer.ts";
import { concludeRun } from "./conclude-run.ts";
import { openLiveRuns, testIdentity } from "./live-run.fixture.ts";

/** A completed run whose outcome the database refuses `failures` times. */
function open(failures: number) {
  const { clock, live, log: runLog } = openLiveRuns();
  const run = live.open(testIdentity({ onDisconnect: "continue" }));
  run.status = "completed";
  run.finishReason = "stop";
  let tries = 0;
  const store = {
    checkpoint: async () => {},
    finish: async () => {
      tries += 1;
      if (tries <= failures) throw new Error("disk full");
    },
  };
  const checkpointer = new Checkpointer({ store, clock, log: silentLog, everyMs: 250 });
  const concluded = concludeRun(
    { live, store, checkpointer, clock, log: silentLog, onFinished: () => {} },
    run,
    undefined,
  );
  const lastEvent = async () => (await runLog.read(run.identity.id, 0))?.at(-1)?.event;
  return { clock, run, concluded, tries: () => tries, lastEvent };
}

test("an outcome that cannot be stored at once is tried again before anyone sees the end", async () => {
  const { clock, run, concluded, tries, lastEvent } = open(2);
  await clock.advance(0);
  expect([tries(), run.ended, await lastEvent()]).toEqual([1, false, undefined]);
  await clock.advance(1250);
  await concluded;
  expect(tries()).toBe(3);
  expect(await lastEvent()).toMatchObject({ type: "done", finish_reason: "stop" });
});

test("an outcome that cannot be stored at all ends in an error, never in done", async () => {
  const { clock, concluded, lastEvent } = open(99);
  await clock.advance(0);
  await clock.advance(10_000);
  await concluded;
  expect(await lastEvent()).toMatchObject({ type: "error", error: { code: "INTERNAL" } });
});
