/** The end of a run: its outcome is stored, then its last event logged, then it leaves the live ones. */
import { tokensUsed } from "#contract/usage.ts";
import { isAppError } from "#server/kernel/app-error.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { Log } from "#server/kernel/log.ts";
import type { Checkpointer } from "./checkpointer.ts";
import type { LiveRun } from "./live-run.ts";
import type { LiveRuns } from "./live-runs.ts";
import type { AlsoWrite, RunStore } from "./run-store.ts";
import { runToView } from "./run-to-view.ts";
import { finalEvent } from "./stored-events.ts";

export interface ConcludeDeps {
  readonly live: LiveRuns;
  readonly store: Pick<RunStore, "finish">;
  readonly checkpointer: Checkpointer;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of every run that ended, for metrics and provider health. */
  readonly onFinished: (run: LiveRun) => void;
}

/** Pauses between tries to store an outcome, ms: a full disk or a busy file may pass. */
const retryPausesMs = [250, 1000, 3000];

/** Stores the outcome, then lets readers see it: whoever has the last event may rely on the row. */
export async function concludeRun(deps: ConcludeDeps, run: LiveRun, onFinish: AlsoWrite | undefined): Promise<void> {
  const { log, live, clock } = deps;
  run.endedAt = clock.now();
  await deps.checkpointer.settle(run);
  const error = await storeOutcome(deps, run, onFinish);
  if (error !== null) {
    run.status = "failed";
    run.finishReason = null;
    run.error = isAppError(error)
      ? { code: error.code, message: error.message }
      : { code: "INTERNAL", message: "The answer could not be stored; what was streamed is all there is of it." };
  }
  run.append(finalEvent(runToView(run)));
  live.end(run);
  deps.onFinished(run);
  log.info("run ended", {
    run_id: run.identity.id,
    request_id: run.identity.requestId,
    specialist_id: run.identity.specialistId,
    provider: run.identity.provider,
    model: run.identity.model,
    status: run.status,
    ...(run.error && { code: run.error.code }),
    count: tokensUsed(run.usage) ?? 0,
    duration_ms: run.timing.duration_ms ?? 0,
    ...(run.timing.first_token_ms !== null && { first_token_ms: run.timing.first_token_ms }),
    ...(run.timing.queue_ms !== null && { queue_ms: run.timing.queue_ms }),
  });
}

/** Null when it is stored; else why the last try failed. */
async function storeOutcome(
  { store, clock, log }: ConcludeDeps,
  run: LiveRun,
  onFinish: AlsoWrite | undefined,
): Promise<unknown> {
  let failure: unknown = null;
  for (const pauseMs of [0, ...retryPausesMs]) {
    if (pauseMs > 0) await new Promise<void>((resolve) => void clock.after(pauseMs, resolve));
    try {
      await store.finish(run, onFinish);
      return null;
    } catch (error) {
      log.error("the outcome of a run could not be stored", error, { run_id: run.identity.id });
      failure = error;
    }
  }
  return failure;
}
