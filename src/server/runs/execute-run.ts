/**
 * Runs one run to its end: waits for its turn in the session, asks whoever may answer, streams the answer
 * into the log, stores the outcome, and only then logs the last event. Whatever happens, the run ends in
 * exactly one final state, the text that came is kept, and no place in a queue stays taken.
 */
import { limits } from "#contract/limits.ts";
import { AppError, toAppError } from "#server/kernel/app-error.ts";
import { unlessAborted } from "#server/kernel/unless-aborted.ts";
import type { Ticket } from "#server/providers/admission.ts";
import type { ChatEnd } from "#server/providers/chat-model.ts";
import { askCandidates } from "./ask-candidates.ts";
import { Coalescer } from "./coalesce.ts";
import { type ConcludeDeps, concludeRun } from "./conclude-run.ts";
import { countTokens } from "./count-tokens.ts";
import { type LiveRun, RunCancelled } from "./live-run.ts";
import type { LiveRuns } from "./live-runs.ts";
import type { Candidate, SessionTurn } from "./plan-run.ts";
import { roundMs } from "./round-ms.ts";
import type { AlsoWrite, RunStore } from "./run-store.ts";

export interface ExecuteDeps extends ConcludeDeps {
  readonly store: RunStore;
  /** At most one event each `windowMs` after the first token. */
  readonly coalesce: { readonly windowMs: number; readonly maxChars: number };
  /** How long `start` waits for the provider's word, so that a refusal can still be an HTTP status. */
  readonly announceAfterMs: number;
}

export interface Execution {
  readonly run: LiveRun;
  readonly candidates: readonly Candidate[];
  /** The first candidate's place; null: to be reserved when the run's turn has come. */
  readonly ticket: Ticket | null;
  readonly onHandedOver: SessionTurn["onHandedOver"] | undefined;
  /** Rows of others to write with the outcome. */
  readonly onFinish: AlsoWrite | undefined;
}

/** Never rejects. */
export async function executeRun(deps: ExecuteDeps, execution: Execution): Promise<void> {
  const { run, candidates, ticket, onHandedOver } = execution;
  const { clock } = deps;
  const { signal } = run.abort;
  const sinceRequest = () => roundMs(clock.monotonic() - run.zero);
  let failure: unknown = null;
  let end: ChatEnd | null = null;
  let deltas = 0;
  const coalescer = new Coalescer(clock, deps.coalesce, (kind, data) => {
    run.append({ type: kind, ...run.origin(), data });
    deps.checkpointer.mark(run);
  });
  let announced = false;
  const announce = () => {
    if (announced) return;
    announced = true;
    const { requestId, model, provider, sessionId, routed } = run.identity;
    run.append({
      type: "start",
      ...run.origin(),
      request_id: requestId,
      model,
      provider,
      session_id: sessionId,
      routed,
      warnings: [...run.warnings],
    });
  };
  try {
    await turnInSession(deps.live, run);
    end = await askCandidates(deps, {
      run,
      candidates,
      ticket,
      announce,
      handOver: (candidate) => {
        run.handOver(candidate);
        return deps.store.handOver(run, onHandedOver?.(candidate.specialistId));
      },
      onText: ({ type, text }) => {
        announce();
        if (deltas === 0) run.timing = { ...run.timing, first_token_ms: sinceRequest() };
        deltas += 1;
        coalescer.push(type, text);
        if (run.content.length + run.thinking.length > limits.answerChars) {
          throw new AppError("AI_UNAVAILABLE", `The answer passed ${limits.answerChars} characters and was stopped.`);
        }
      },
    });
    announce();
  } catch (error) {
    failure = signal.aborted ? signal.reason : error;
  } finally {
    coalescer.flush();
    ticket?.release();
  }
  run.timing = {
    ...run.timing,
    duration_ms: sinceRequest(),
    provider_ms: end?.providerMs == null ? null : roundMs(end.providerMs),
  };
  run.usage = countTokens(end, deltas, run.identity.provider);
  settleState(run, end, failure);
  await concludeRun(deps, run, execution.onFinish);
}

/** Waits until the runs of its session that began before it have ended, telling readers how many are left. */
async function turnInSession(live: LiveRuns, run: LiveRun): Promise<void> {
  const { signal } = run.abort;
  for (;;) {
    const ahead = live.aheadInSession(run);
    if (ahead.length === 0) return;
    run.append({ type: "queued", ...run.origin(), position: ahead.length, estimated_wait_ms: null });
    await unlessAborted(Promise.race(ahead.map((other) => other.finished)), signal);
  }
}

function settleState(run: LiveRun, end: ChatEnd | null, failure: unknown): void {
  if (end && failure === null) {
    run.status = "completed";
    run.finishReason = end.finishReason;
    run.warnings.push(...end.warnings);
  } else if (failure instanceof RunCancelled) {
    run.status = "cancelled";
    run.finishReason = "cancelled";
  } else {
    const error = toAppError(failure);
    run.status = error.code === "INTERRUPTED" ? "interrupted" : "failed";
    const { code, message, details } = error;
    run.error = { code, message, ...(details && { details }) };
  }
}
