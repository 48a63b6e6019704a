import type { RunView } from "#contract/run-view.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { LiveRuns } from "./live-runs.ts";
import type { RunStore } from "./run-store.ts";
import { runToView } from "./run-to-view.ts";

/** A run with all of its answer so far, while it goes on and afterwards. Throws RUN_NOT_FOUND. */
export async function readRun(
  deps: { readonly live: LiveRuns; readonly store: RunStore },
  actor: Actor,
  runId: string,
): Promise<RunView> {
  const run = deps.live.find(actor, runId);
  const view = run ? runToView(run) : await deps.store.find(actor, runId);
  if (!view) throw new AppError("RUN_NOT_FOUND", `There is no run ${runId}.`);
  return view;
}

/** Rows of a list, those still going on with their text of this moment. */
export const withLiveText = (live: LiveRuns, actor: Actor, views: readonly RunView[]): RunView[] =>
  views.map((view) => {
    const run = live.find(actor, view.id);
    return run ? runToView(run) : view;
  });
