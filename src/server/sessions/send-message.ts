import type { SessionMessageRequest } from "#contract/session.ts";
import type { Actor } from "#server/kernel/actor.ts";
import type { Chosen } from "#server/runs/plan-run.ts";
import type { StartedRun } from "#server/runs/start-run.ts";
import { noSession } from "./find-session.ts";
import type { SessionDeps } from "./session-deps.ts";

export interface MessageInput {
  readonly sessionId: string;
  readonly request: SessionMessageRequest;
  readonly requestId: string;
  /** Who was chosen when the session was begun with this message: says why in its run. */
  readonly chosen?: Chosen | undefined;
}

/**
 * The next turn of a session, answered by its own specialist unless another is asked. The user's
 * message is stored when this resolves. Throws what `openTurn` and `planRun` throw.
 */
export async function sendMessage(
  deps: SessionDeps,
  actor: Actor,
  { sessionId, request, requestId, chosen }: MessageInput,
): Promise<StartedRun> {
  const { message: content, specialist_id, ...rest } = request;
  const specialist = specialist_id ?? (await deps.sessions.findBare(actor, sessionId))?.specialistId;
  if (specialist === undefined) throw noSession(sessionId);
  // Sent again, the same message may be another's turn by now; the conversation stays whose it is.
  const isIts = chosen?.candidates[0]?.specialist.id === specialist;
  return deps.start(actor, {
    specialist,
    ...(isIts && { chosen }),
    request: { ...rest, content, session_id: sessionId },
    requestId,
  });
}
