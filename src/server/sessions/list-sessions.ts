/** The list of an actor's sessions, the one used last first, a page at a time. */
import type { SessionList, SessionView } from "#contract/session.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { formatCursor, parseCursor } from "./list-cursor.ts";
import { listedView } from "./listed-view.ts";
import { searchSessions } from "./search-sessions.ts";
import type { SessionDeps } from "./session-deps.ts";
import type { SessionFilter } from "./session-store.ts";

export interface SessionQuery {
  readonly specialist_id?: string | undefined;
  readonly status?: SessionView["status"] | undefined;
  /** Words to find, all of them in the title or in one message. */
  readonly q?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Ends a search nobody waits for any more. */
  readonly signal?: AbortSignal | undefined;
}

/** Throws BAD_REQUEST for a cursor that no list gave. */
export async function listSessions(deps: SessionDeps, actor: Actor, query: SessionQuery): Promise<SessionList> {
  const filter: SessionFilter = { specialistId: query.specialist_id, status: query.status };
  const at = query.cursor === undefined ? null : parseCursor(query.cursor);
  const q = query.q?.trim();
  if (q) return searchSessions(deps, actor, { q, filter, limit: query.limit, at, signal: query.signal });
  const rows = await deps.sessions.list(actor, filter, { after: at, limit: query.limit + 1 });
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    sessions: shown.map((row) => listedView(deps, row)),
    next_cursor: rows.length > shown.length && last ? formatCursor(last) : null,
  };
}
