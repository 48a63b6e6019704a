import type { Actor } from "#server/kernel/actor.ts";
import type { StartedRun } from "#server/runs/start-run.ts";
import { touchSession } from "./find-session.ts";
import type { SessionDeps } from "./session-deps.ts";

export interface RetryInput {
  readonly sessionId: string;
  /** An answer that failed or was cut short. */
  readonly messageId: string;
  readonly requestId: string;
}

/** Asks for an answer again, of the same specialist and in its place. Throws NOT_FOUND, CONFLICT and `openTurn`'s. */
export async function retryAnswer(
  deps: SessionDeps,
  actor: Actor,
  { sessionId, messageId, requestId }: RetryInput,
): Promise<StartedRun> {
  const session = await touchSession(deps, actor, sessionId);
  const turn = await deps.messages.turnOfAnswer(sessionId, messageId);
  const context = turn?.runId ? (await deps.runs.find(actor, turn.runId))?.context : null;
  return deps.start(actor, {
    specialist: turn?.specialistId ?? session.specialistId,
    request: { content: "", session_id: sessionId, ...(context && { context }) },
    requestId,
    again: messageId,
  });
}
