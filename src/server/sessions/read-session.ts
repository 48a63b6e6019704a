import type { SessionPage } from "#contract/session.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { touchSession } from "./find-session.ts";
import type { SessionDeps } from "./session-deps.ts";

/** A session with a page of its messages. Throws SESSION_NOT_FOUND, SESSION_EXPIRED; NOT_FOUND for `before`. */
export async function readSession(
  deps: SessionDeps,
  actor: Actor,
  { id, limit, before }: { readonly id: string; readonly limit: number; readonly before?: string | undefined },
): Promise<SessionPage> {
  const session = await touchSession(deps, actor, id);
  const position = before === undefined ? null : await requirePosition(deps, id, before);
  const rows = await deps.messages.page(id, { before: position, limit: limit + 1 });
  const more = rows.length > limit;
  const shown = more ? rows.slice(1) : rows;
  return {
    ...deps.sessions.toView(session),
    messages: shown.map((row) => deps.messages.toView(row)),
    next_cursor: more ? (shown[0]?.id ?? null) : null,
  };
}

/** Throws NOT_FOUND. */
export async function requirePosition(
  deps: Pick<SessionDeps, "messages">,
  sessionId: string,
  messageId: string,
): Promise<number> {
  const position = await deps.messages.positionOf(sessionId, messageId);
  if (position === null) throw new AppError("NOT_FOUND", `Session ${sessionId} has no message ${messageId}.`);
  return position;
}
