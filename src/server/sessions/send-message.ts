import type { SessionMessageRequest } from "#contract/session.ts";
import type { Actor } from "#server/kernel/actor.ts";
import type { StartedRun } from "#server/runs/start-run.ts";
import { noSession } from "./find-session.ts";
import type { SessionDeps } from "./session-deps.ts";

export interface MessageInput {
  readonly sessionId: string;
  readonly request: SessionMessageRequest;
  readonly requestId: string;
}

/**
 * The next turn of a session, answered by its own specialist unless another is asked. The user's
 * message is stored when this resolves. Throws what `openTurn` and `planRun` throw.
 */
export async function sendMessage(
  deps: SessionDeps,
  actor: Actor,
  { sessionId, request, requestId }: MessageInput,
): Promise<StartedRun> {
  const { message: content, specialist_id, ...rest } = request;
  const specialist = specialist_id ?? (await deps.sessions.findBare(actor, sessionId))?.specialistId;
  if (specialist === undefined) throw noSession(sessionId);
  return deps.start(actor, { specialist, request: { ...rest, content, session_id: sessionId }, requestId });
}
