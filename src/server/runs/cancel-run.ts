/** Stops a run and waits for its end: the upstream request is closed, what came of the answer is kept. */
import type { RunView } from "#contract/run-view.ts";
import type { Actor } from "#server/kernel/actor.ts";
import type { LiveRuns } from "./live-runs.ts";
import { readRun } from "./read-run.ts";
import type { RunStore } from "./run-store.ts";

/** The final state; a run that had ended already is left as it was. Throws RUN_NOT_FOUND. */
export async function cancelRun(
  deps: { readonly live: LiveRuns; readonly store: RunStore },
  actor: Actor,
  runId: string,
): Promise<RunView> {
  const run = deps.live.find(actor, runId);
  if (run && !run.ended) {
    run.cancel();
    await run.finished;
  }
  return readRun(deps, actor, runId);
}
