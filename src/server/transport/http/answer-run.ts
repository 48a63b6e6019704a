/** Starts a run and answers with it: as an event stream, or whole as JSON when the client prefers that. */

import type { RunEvent } from "#contract/run-events.ts";
import type { RunView } from "#contract/run-view.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { nextContext } from "#server/runs/next-context.ts";
import type { PlanInput } from "#server/runs/plan-run.ts";
import { readRun } from "#server/runs/read-run.ts";
import { startRun } from "#server/runs/start-run.ts";
import { watchRun } from "#server/runs/watch-run.ts";
import { encodeEvent, openOrThrow, toFrames } from "#server/transport/sse/run-frames.ts";
import type { Call, Reply } from "./route.ts";
import { sendEventStream } from "./send-event-stream.ts";

export async function answerRun(call: Call, input: PlanInput): Promise<Reply> {
  const { runId } = await startRun(call.hub.team, call.actor, input);
  if (prefersJson(call)) return { json: wholeAnswer(await waitForRun(call, runId)) };
  return streamRun(call, runId);
}

/** A run from its first event; one that fails before it has begun is a status. */
export async function streamRun(call: Call, runId: string): Promise<Reply> {
  const { hub, actor, signal } = call;
  const events = await openOrThrow(watchRun(hub.team, actor, { runId, after: 0, signal }));
  await sendEventStream(call, toFrames(events, encodeEvent), { "x-run-id": runId });
  return undefined;
}

/**
 * Reads a run to its end, as a watcher: a client that goes away lets go of it.
 * @throws AppError the run's own, when it failed or was interrupted; CANCELLED when it was
 */
export async function waitForRun({ hub, actor, signal }: Call, runId: string): Promise<RunView> {
  let last: RunEvent | undefined;
  for await (const batch of watchRun(hub.team, actor, { runId, after: 0, signal })) last = batch.at(-1)?.event;
  // Before the row is read: with a deleted session it is gone.
  if (last?.type === "error") {
    const { code, message, details } = last.error;
    throw new AppError(code, message, { ...details, run_id: runId, partial: last.partial });
  }
  const view = await readRun(hub.team, actor, runId);
  if (view.status === "cancelled") {
    throw new AppError("CANCELLED", "The run was cancelled.", { run_id: runId, partial: view.content !== "" });
  }
  return view;
}

export const wholeAnswer = (view: RunView) => ({
  response: view.content,
  run_id: view.id,
  specialist_id: view.specialist_id,
  session_id: view.session_id,
  provider: view.provider,
  model: view.model,
  routed: view.routed,
  finish_reason: view.finish_reason,
  tokens_used: view.tokens_used,
  usage: view.usage,
  timing: view.timing,
  warnings: view.warnings,
  ...(view.context_used !== null && { context_used: view.context_used }),
  ...(view.context && { context: nextContext(view.context, view.specialist_id, view.content) }),
  ...(view.thinking !== "" && { thinking: view.thinking }),
});

/** True when JSON is asked for by name and an event stream is not. */
export function prefersJson({ req }: Pick<Call, "req">): boolean {
  const accept = req.headers.accept ?? "";
  return /\bapplication\/json\b/i.test(accept) && !/\btext\/event-stream\b/i.test(accept);
}
