import type { SessionView } from "#contract/session.ts";
import type { SessionDeps } from "./session-deps.ts";
import type { SessionRow } from "./session-store.ts";

/** In a list one damaged title or note must not hide all others: it is shown as none, and logged. */
export function listedView({ sessions, log }: SessionDeps, row: SessionRow): SessionView {
  try {
    return sessions.toView(row);
  } catch (error) {
    log.error("a session's title or metadata cannot be read", error, { session_id: row.id });
    return sessions.toView({ ...row, title: null, metadata: null });
  }
}
