/**
 * Runs one run to its end: waits for its place, streams the provider into the log, stores the outcome,
 * and only then logs the last event. Whatever happens, the run ends in exactly one final state, the
 * text that came is kept, and the place in the queue is given back.
 */
import { limits } from "#contract/limits.ts";
import { tokensUsed, type Usage } from "#contract/usage.ts";
import { AppError, isAppError, toAppError } from "#server/kernel/app-error.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { Log } from "#server/kernel/log.ts";
import type { Ticket } from "#server/providers/admission.ts";
import type { ChatEnd, ChatModel, ChatRequest } from "#server/providers/chat-model.ts";
import type { Checkpointer } from "./checkpointer.ts";
import { Coalescer } from "./coalesce.ts";
import { type LiveRun, RunCancelled } from "./live-run.ts";
import type { LiveRuns } from "./live-runs.ts";
import type { AlsoWrite, RunStore } from "./run-store.ts";
import { runToView } from "./run-to-view.ts";
import { finalEvent } from "./stored-events.ts";

export interface ExecuteDeps {
  readonly live: LiveRuns;
  readonly store: RunStore;
  readonly checkpointer: Checkpointer;
  readonly clock: Clock;
  readonly log: Log;
  /** At most one event each `windowMs` after the first token. */
  readonly coalesce: { readonly windowMs: number; readonly maxChars: number };
  /** How long `start` waits for the provider's word, so that a refusal can still be an HTTP status. */
  readonly announceAfterMs: number;
  /** Told of every run that ended, for metrics and provider health. */
  readonly onFinished: (run: LiveRun) => void;
}

export interface Execution {
  readonly run: LiveRun;
  readonly chatModel: ChatModel;
  readonly ticket: Ticket;
  readonly request: ChatRequest;
  /** Rows of others to write with the outcome. */
  readonly onFinish: AlsoWrite | undefined;
}

/** Never rejects. */
export async function executeRun(deps: ExecuteDeps, execution: Execution): Promise<void> {
  const { run, chatModel, ticket, request } = execution;
  const { clock } = deps;
  const { signal } = run.abort;
  const sinceRequest = () => round(clock.monotonic() - run.zero);
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
  let cancelAnnounce = () => {};
  try {
    await placeInQueue(run, ticket, signal);
    run.timing = { ...run.timing, queue_ms: sinceRequest() };
    run.status = "running";
    cancelAnnounce = clock.after(deps.announceAfterMs, announce);
    for await (const delta of chatModel.chat(request, signal)) {
      if (delta.type === "end") {
        end = delta;
      } else if (delta.type === "accepted") {
        announce();
      } else if (delta.text !== "") {
        announce();
        if (deltas === 0) run.timing = { ...run.timing, first_token_ms: sinceRequest() };
        deltas += 1;
        coalescer.push(delta.type, delta.text);
        if (run.content.length + run.thinking.length > limits.answerChars) {
          throw new AppError("AI_UNAVAILABLE", `The answer passed ${limits.answerChars} characters and was stopped.`);
        }
      }
    }
  } catch (error) {
    failure = signal.aborted ? signal.reason : error;
  } finally {
    cancelAnnounce();
    coalescer.flush();
    ticket.release();
  }
  if (end) announce();
  run.timing = { ...run.timing, duration_ms: sinceRequest(), provider_ms: end?.providerMs ?? null };
  run.usage = countTokens(end, deltas, run.identity.provider);
  settleState(run, end, failure);
  await conclude(deps, run, execution.onFinish);
}

/** Waits for the ticket, telling readers of every move; gives up when the run is aborted. */
async function placeInQueue(run: LiveRun, ticket: Ticket, signal: AbortSignal): Promise<void> {
  ticket.onMove = (place) => {
    if (!place) return;
    const { position, estimatedWaitMs } = place;
    run.append({ type: "queued", ...run.origin(), position, estimated_wait_ms: estimatedWaitMs });
  };
  ticket.onMove(ticket.place());
  signal.throwIfAborted();
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort);
  });
  try {
    await Promise.race([ticket.granted, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/**
 * What the provider said is measured; what an unfinished run streamed is partial; a count it left out
 * is estimated from the pieces that came, or unknown. Ollama leaves the prompt's count out when the
 * prompt was cached.
 */
function countTokens(end: ChatEnd | null, deltas: number, provider: string): Usage {
  if (!end) {
    const completion_tokens =
      deltas > 0 ? { value: deltas, source: "partial" as const } : { value: null, source: "unknown" as const };
    return { prompt_tokens: { value: null, source: "unknown" }, completion_tokens };
  }
  return {
    prompt_tokens:
      end.promptTokens === null
        ? { value: null, source: provider === "ollama" ? "cached" : "unknown" }
        : { value: end.promptTokens, source: "measured" },
    completion_tokens:
      end.completionTokens === null
        ? { value: deltas, source: "estimated" }
        : { value: end.completionTokens, source: "measured" },
  };
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
    const error =
      failure === null
        ? new AppError("AI_UNAVAILABLE", "The model's stream ended without saying that it was done.")
        : toAppError(failure);
    run.status = error.code === "INTERRUPTED" ? "interrupted" : "failed";
    const { code, message, details } = error;
    run.error = { code, message, ...(details && { details }) };
  }
}

/** Stores the outcome, then lets readers see it: whoever has the last event may rely on the row. */
async function conclude(deps: ExecuteDeps, run: LiveRun, onFinish: AlsoWrite | undefined): Promise<void> {
  const { log, store, live, clock } = deps;
  run.endedAt = clock.now();
  try {
    await deps.checkpointer.settle(run);
    await store.finish(run, onFinish);
  } catch (error) {
    log.error("the outcome of a run could not be stored", error, { run_id: run.identity.id });
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

/** Milliseconds to a hundredth: finer is noise. */
const round = (ms: number): number => Math.round(ms * 100) / 100;
