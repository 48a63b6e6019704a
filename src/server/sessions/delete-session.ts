/**
 * Deleting a session: for good, or into a bin it can be taken out of. Its runs end with an error and
 * are nowhere to be found; what they still write finds no row.
 */
import type { SessionView } from "#contract/session.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { findSession, noSession } from "./find-session.ts";
import type { SessionDeps } from "./session-deps.ts";

/** Throws SESSION_NOT_FOUND. */
export async function deleteSession(deps: SessionDeps, actor: Actor, id: string): Promise<void> {
  if (!(await deps.sessions.delete(actor, id))) throw noSession(id);
  await endRuns(deps, id);
}

/** Into the bin, which the sweeper empties. Throws SESSION_NOT_FOUND. */
export async function binSession(deps: SessionDeps, actor: Actor, id: string): Promise<void> {
  if (!(await deps.sessions.setDeleted(actor, id, new Date(deps.clock.now())))) throw noSession(id);
  await endRuns(deps, id);
}

/** Throws SESSION_NOT_FOUND when it is not in the bin (any more). */
export async function restoreSession(deps: SessionDeps, actor: Actor, id: string): Promise<SessionView> {
  if (!(await deps.sessions.setDeleted(actor, id, null))) throw noSession(id);
  deps.live.forget(({ identity }) => identity.sessionId === id, false);
  return deps.sessions.toView(await findSession(deps, actor, id));
}

async function endRuns({ live }: SessionDeps, sessionId: string): Promise<void> {
  const runs = live.inSession(sessionId);
  live.forget(({ identity }) => identity.sessionId === sessionId);
  for (const run of runs) {
    run.abort.abort(new AppError("SESSION_NOT_FOUND", "The session was deleted while this answer was being written."));
  }
  await Promise.all(runs.map((run) => run.finished));
}
