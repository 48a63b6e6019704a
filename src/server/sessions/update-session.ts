import type { SessionView, UpdateSessionRequest } from "#contract/session.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { assertActive, findSession } from "./find-session.ts";
import type { SessionDeps } from "./session-deps.ts";

/** A new time to live brings an expired session back. Throws SESSION_NOT_FOUND, SESSION_EXPIRED. */
export async function updateSession(
  deps: SessionDeps,
  actor: Actor,
  id: string,
  request: UpdateSessionRequest,
): Promise<SessionView> {
  const session = await findSession(deps, actor, id);
  if (request.ttl_seconds === undefined) assertActive(deps, session);
  const { title, context_window, ttl_seconds, metadata, shared } = request;
  await deps.sessions.update(actor, id, {
    ...(title !== undefined && { title }),
    ...(context_window !== undefined && { contextWindow: context_window }),
    ...(ttl_seconds !== undefined && { ttlSeconds: ttl_seconds }),
    ...(metadata !== undefined && { metadata }),
    ...(shared !== undefined && { shared }),
    expiresAt: new Date(deps.clock.now() + (ttl_seconds ?? session.ttlSeconds) * 1000),
  });
  return deps.sessions.toView(await findSession(deps, actor, id));
}
