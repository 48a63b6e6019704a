/**
 * Runs one run to its end: waits for its turn in the session and its place with the provider, streams
 * the provider into the log, stores the outcome, and only then logs the last event. Whatever happens,
 * the run ends in exactly one final state, the text that came is kept, and the place in the queue is
 * given back.
 */
import { limits } from "#contract/limits.ts";
import { AppError, toAppError } from "#server/kernel/app-error.ts";
import type { Ticket } from "#server/providers/admission.ts";
import type { ChatEnd, ChatModel } from "#server/providers/chat-model.ts";
import { Coalescer } from "./coalesce.ts";
import { type ConcludeDeps, concludeRun } from "./conclude-run.ts";
import { countTokens } from "./count-tokens.ts";
import { type LiveRun, RunCancelled } from "./live-run.ts";
import type { LiveRuns } from "./live-runs.ts";
import type { ComposedRequest } from "./plan-run.ts";
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
  readonly chatModel: ChatModel;
  readonly compose: () => Promise<ComposedRequest>;
  /** Null: to be reserved when the run's turn has come. */
  readonly ticket: Ticket | null;
  readonly reserve: () => Ticket;
  /** Rows of others to write with the outcome. */
  readonly onFinish: AlsoWrite | undefined;
}

/** Never rejects. */
export async function executeRun(deps: ExecuteDeps, execution: Execution): Promise<void> {
  const { run, chatModel } = execution;
  let { ticket } = execution;
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
    await turnInSession(deps.live, run);
    const { request, contextUsed } = await execution.compose();
    run.contextUsed = contextUsed;
    ticket ??= execution.reserve();
    await placeInQueue(run, ticket, signal);
    run.timing = { ...run.timing, queue_ms: round(Math.max(0, (ticket.grantedAt ?? 0) - run.zero)) };
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
    ticket?.release();
  }
  if (end) announce();
  run.timing = {
    ...run.timing,
    duration_ms: sinceRequest(),
    provider_ms: end?.providerMs == null ? null : round(end.providerMs),
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

/** Waits for the ticket, telling readers of every move; gives up when the run is aborted. */
async function placeInQueue(run: LiveRun, ticket: Ticket, signal: AbortSignal): Promise<void> {
  ticket.onMove = (place) => {
    if (!place) return;
    const { position, estimatedWaitMs } = place;
    run.append({ type: "queued", ...run.origin(), position, estimated_wait_ms: estimatedWaitMs });
  };
  ticket.onMove(ticket.place());
  await unlessAborted(ticket.granted, signal);
}

/** Rejects with the signal's reason when that comes first. */
async function unlessAborted(awaited: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort);
  });
  try {
    await Promise.race([awaited, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
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
    const error =
      failure === null
        ? new AppError("AI_UNAVAILABLE", "The model's stream ended without saying that it was done.")
        : toAppError(failure);
    run.status = error.code === "INTERRUPTED" ? "interrupted" : "failed";
    const { code, message, details } = error;
    run.error = { code, message, ...(details && { details }) };
  }
}

/** Milliseconds to a hundredth: finer is noise. */
const round = (ms: number): number => Math.round(ms * 100) / 100;
