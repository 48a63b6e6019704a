/**
 * Reads one run from a cursor: what the log has, then what comes, until the last event. The one way
 * to read a run: every transport encodes what this yields.
 *
 * Order: register for wake-ups, read the backlog, go live. Between two waits nothing is queued for
 * the reader, so one that lags holds no memory; one that lags past the log gets a snapshot.
 */
import { isFinalEvent, type LoggedEvent } from "#contract/run-events.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { Wakeup } from "#server/kernel/wakeup.ts";
import type { LiveRuns } from "./live-runs.ts";
import type { RunLog } from "./run-log.ts";
import type { RunStore } from "./run-store.ts";
import { storedEvents } from "./stored-events.ts";

export interface WatchDeps {
  readonly live: LiveRuns;
  readonly runLog: RunLog;
  readonly store: RunStore;
}

export interface WatchInput {
  readonly runId: string;
  /** The last `seq` the reader has; 0 for all. */
  readonly after: number;
  readonly signal: AbortSignal;
}

/**
 * Yields the events after the cursor in batches, each as large as what was there. Ends after the
 * final event, or when the signal fires.
 * @throws AppError RUN_NOT_FOUND
 */
export async function* watchRun(
  deps: WatchDeps,
  actor: Actor,
  { runId, after, signal }: WatchInput,
): AsyncGenerator<readonly LoggedEvent[]> {
  const run = deps.live.find(actor, runId);
  let last = after;
  if (run) {
    const wakeup = new Wakeup();
    const release = [run.watch(), deps.runLog.onAppend(runId, wakeup.wake)];
    signal.addEventListener("abort", wakeup.wake);
    try {
      while (!signal.aborted) {
        const entries = await deps.runLog.read(runId, last);
        if (!entries) break;
        const newest = entries.at(-1);
        if (newest) {
          yield entries;
          last = newest.seq;
          if (isFinalEvent(newest.event)) return;
        } else if (run.ended) {
          return;
        } else {
          await wakeup.wait();
        }
      }
    } finally {
      signal.removeEventListener("abort", wakeup.wake);
      for (const undo of release) undo();
    }
    if (signal.aborted) return;
  }
  const view = await deps.store.find(actor, runId);
  if (!view) throw new AppError("RUN_NOT_FOUND", `There is no run ${runId}.`);
  const events = storedEvents(view, last);
  if (events.length > 0) yield events;
}
