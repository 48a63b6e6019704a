import type { SessionView } from "#contract/session.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { insertSession } from "./create-session.ts";
import { findSession, touchSession } from "./find-session.ts";
import type { MessageRow } from "./message-store.ts";
import { requirePosition } from "./read-session.ts";
import type { SessionDeps } from "./session-deps.ts";

export interface ForkInput {
  readonly sessionId: string;
  /** The last message to take along, or the first to leave out; neither: all go along. */
  readonly atMessageId?: string | undefined;
  readonly beforeMessageId?: string | undefined;
  /** The fork's id; absent: a new one. */
  readonly id?: string | undefined;
}

/** Messages read at a time; the copy is one transaction all the same. */
const pageRows = 500;

/**
 * A session of its own that begins as a copy: settings, and messages with their texts, so that nothing
 * is lost when the original goes. Throws SESSION_NOT_FOUND, SESSION_EXPIRED, NOT_FOUND; CONFLICT for `id`.
 */
export async function forkSession(deps: SessionDeps, actor: Actor, input: ForkInput): Promise<SessionView> {
  const { sessionId } = input;
  const session = await touchSession(deps, actor, sessionId);
  const { title, metadata } = deps.sessions.toView(session);
  const end = await endOf(deps, input);
  const rows = await rowsBefore(deps, sessionId, end);
  const copies = rows.map((row) => {
    const { role, specialist_id, content, status } = deps.messages.toView(row);
    return { role, specialistId: specialist_id, content, status, createdAt: row.createdAt };
  });
  const { specialistId, contextWindow, shared, ttlSeconds } = session;
  const { id } = await insertSession(
    deps,
    actor,
    { id: input.id, specialistId, title, contextWindow, shared, metadata, ttlSeconds },
    (tx, id) => deps.messages.append(tx, actor, id, copies),
  );
  return deps.sessions.toView(await findSession(deps, actor, id));
}

/** The position of the first message to leave out; null: none. */
async function endOf(deps: SessionDeps, input: ForkInput): Promise<number | null> {
  const { sessionId, atMessageId, beforeMessageId } = input;
  if (atMessageId !== undefined) return (await requirePosition(deps, sessionId, atMessageId)) + 1;
  return beforeMessageId === undefined ? null : requirePosition(deps, sessionId, beforeMessageId);
}

async function rowsBefore(deps: SessionDeps, sessionId: string, end: number | null): Promise<MessageRow[]> {
  const pages: MessageRow[][] = [];
  for (let before = end; ; ) {
    const page = await deps.messages.page(sessionId, { before, limit: pageRows });
    pages.unshift(page);
    if (page.length < pageRows) return pages.flat();
    before = page[0]?.position ?? 0;
  }
}
