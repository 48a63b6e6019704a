/** The hub is going down: ends every run as interrupted, its text kept, and waits until all are stored. */
import { AppError } from "#server/kernel/app-error.ts";
import type { LiveRuns } from "./live-runs.ts";

export async function stopRuns(live: LiveRuns): Promise<number> {
  const runs = [...live.active()];
  for (const run of runs) {
    run.abort.abort(
      new AppError(
        "INTERRUPTED",
        "The hub was stopped while this answer was being written. What had come of it is kept.",
      ),
    );
  }
  await Promise.all(runs.map((run) => run.finished));
  return runs.length;
}
