/** Its owner says whether an answer was good: evidence of how good the specialist is at that kind of work. */
import type { RatingValue } from "#contract/registry.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { LiveRuns } from "./live-runs.ts";
import type { RunStore } from "./run-store.ts";

export interface RateDeps {
  readonly live: LiveRuns;
  readonly store: RunStore;
  readonly clock: Pick<Clock, "now">;
  /** What kind of work a text asks for, for a run that named its specialist; null when that is not sure. */
  readonly kindOf: (text: string) => string | null;
}

export interface RatedAnswer {
  readonly run_id: string;
  readonly rating: RatingValue;
}

/**
 * Rates an answer, or with null takes the rating back. The same again changes nothing.
 * @throws AppError RUN_NOT_FOUND, CONFLICT (it goes on), BAD_REQUEST (there is no answer, or it was a dry run)
 */
export async function rateRun(
  { live, store, clock, kindOf }: RateDeps,
  actor: Actor,
  runId: string,
  value: RatingValue,
): Promise<RatedAnswer> {
  const liveRun = live.find(actor, runId);
  const run = await store.findRated(actor, runId);
  if (!run) throw notFound(runId);
  if (!run.endedAt || liveRun?.ended === false) {
    throw new AppError("CONFLICT", "This answer is still being written. Rate it when it has ended.", { run_id: runId });
  }
  if (!run.hasAnswer) throw new AppError("BAD_REQUEST", "This run gave no answer that could be rated.");
  if (run.dryRun) throw new AppError("BAD_REQUEST", "A dry run counts for nothing and is not rated.");
  const kind = run.capability ?? kindOf(run.prompt()) ?? "";
  if (!(await store.rate(runId, value, { kind, now: clock.now() }))) throw notFound(runId);
  if (liveRun) liveRun.rating = value;
  return { run_id: runId, rating: value };
}

const notFound = (runId: string) => new AppError("RUN_NOT_FOUND", `There is no run ${runId}.`);
