/** Reads several runs at once, each from its own cursor; ends when all of them have. */
import { setMaxListeners } from "node:events";
import type { LoggedEvent } from "#contract/run-events.ts";
import type { WatchedRun } from "#contract/watch-cursors.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { mergeStreams } from "#server/kernel/merge-streams.ts";
import { type WatchDeps, watchRun } from "./watch-run.ts";

/** Yields the index of a run in `runs` with its next events. Throws RUN_NOT_FOUND for any of them. */
export async function* watchRuns(
  deps: WatchDeps,
  actor: Actor,
  { runs, signal }: { readonly runs: readonly WatchedRun[]; readonly signal: AbortSignal },
): AsyncGenerator<{ index: number; item: readonly LoggedEvent[] }> {
  const closing = new AbortController();
  // A listener for each run; Node takes more than ten for a leak and says so.
  setMaxListeners(0, closing.signal);
  const stop = () => closing.abort();
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  try {
    yield* mergeStreams(
      runs.map(({ run_id, after }) => watchRun(deps, actor, { runId: run_id, after, signal: closing.signal })),
    );
  } finally {
    stop();
    signal.removeEventListener("abort", stop);
  }
}
