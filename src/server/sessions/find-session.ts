/** Finding a session: there, the actor's, and for a use of it not expired. */
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { SessionDeps } from "./session-deps.ts";
import type { BareSession, SessionRow } from "./session-store.ts";

type Deps = Pick<SessionDeps, "sessions" | "clock">;

export const noSession = (id: string): AppError =>
  new AppError("SESSION_NOT_FOUND", `There is no session ${id.slice(0, 64)}. List yours, or make one.`);

/** Whatever its age. Throws SESSION_NOT_FOUND. */
export async function findSession(deps: Deps, actor: Actor, id: string): Promise<SessionRow> {
  const session = await deps.sessions.find(actor, id);
  if (!session) throw noSession(id);
  return session;
}

/** Throws SESSION_EXPIRED (`details.expired_at`). */
export function assertActive({ clock }: Pick<Deps, "clock">, { id, expiresAt }: BareSession): void {
  if (expiresAt.getTime() > clock.now()) return;
  const expired_at = expiresAt.toISOString();
  throw new AppError(
    "SESSION_EXPIRED",
    `Session ${id} expired at ${expired_at}. Bring it back by setting its ttl_seconds, export it, or start another.`,
    { expired_at },
  );
}

/** A use of it, which pushes its expiry out. Throws SESSION_NOT_FOUND and SESSION_EXPIRED. */
export async function touchSession(deps: Deps, actor: Actor, id: string): Promise<SessionRow> {
  const session = await findSession(deps, actor, id);
  assertActive(deps, session);
  const expiresAt = new Date(deps.clock.now() + session.ttlSeconds * 1000);
  deps.sessions.touch(id, expiresAt);
  return { ...session, expiresAt };
}
