/** Starts a run and answers with it: as an event stream, or whole as JSON when the client prefers that. */

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
  const { hub, actor, req, signal } = call;
  const { runId } = await startRun(hub.team, actor, input);
  if (prefersJson(req.headers.accept)) return { json: wholeAnswer(await waitForRun(call, runId)) };
  const events = await openOrThrow(watchRun(hub.team, actor, { runId, after: 0, signal }));
  await sendEventStream(call, toFrames(events, encodeEvent), { "x-run-id": runId });
  return undefined;
}

/**
 * Reads a run to its end, as a watcher: a client that goes away lets go of it.
 * @throws AppError the run's own, when it failed or was interrupted; CANCELLED when it was
 */
export async function waitForRun({ hub, actor, signal }: Call, runId: string): Promise<RunView> {
  for await (const _ of watchRun(hub.team, actor, { runId, after: 0, signal }));
  const view = await readRun(hub.team, actor, runId);
  const partial = { run_id: runId, partial: view.content !== "" };
  if (view.error) throw new AppError(view.error.code, view.error.message, { ...view.error.details, ...partial });
  if (view.status === "cancelled") throw new AppError("CANCELLED", "The run was cancelled.", partial);
  return view;
}

const wholeAnswer = (view: RunView) => ({
  response: view.content,
  run_id: view.id,
  specialist_id: view.specialist_id,
  session_id: view.session_id,
  provider: view.provider,
  model: view.model,
  finish_reason: view.finish_reason,
  tokens_used: view.tokens_used,
  usage: view.usage,
  timing: view.timing,
  warnings: view.warnings,
  ...(view.context && { context: nextContext(view.context, view.specialist_id, view.content) }),
  ...(view.thinking !== "" && { thinking: view.thinking }),
});

/** True when JSON is asked for by name and an event stream is not. */
function prefersJson(accept: string | undefined): boolean {
  return /\bapplication\/json\b/i.test(accept ?? "") && !/\btext\/event-stream\b/i.test(accept ?? "");
}
