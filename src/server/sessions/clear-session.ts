import type { SessionView } from "#contract/session.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { findSession, touchSession } from "./find-session.ts";
import { busy } from "./open-turn.ts";
import type { SessionDeps } from "./session-deps.ts";

/** Deletes all but the newest pairs. Throws SESSION_NOT_FOUND, SESSION_EXPIRED; CONFLICT when busy. */
export async function clearSession(
  deps: SessionDeps,
  actor: Actor,
  { id, keepLast }: { readonly id: string; readonly keepLast: number },
): Promise<SessionView> {
  await touchSession(deps, actor, id);
  const from = await deps.messages.startOfNewest(id, keepLast);
  if (from !== null) {
    const gone = await deps.sessions.transaction(async (tx) => {
      const [run] = await deps.sessions.unendedRuns(tx, id);
      if (run) throw busy(run);
      return new Set(await deps.messages.deleteBefore(tx, id, from));
    });
    deps.live.forget(({ identity }) => gone.has(identity.id));
  }
  return deps.sessions.toView(await findSession(deps, actor, id));
}
