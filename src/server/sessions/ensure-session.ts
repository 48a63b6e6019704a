import { limits } from "#contract/limits.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { isAppError } from "#server/kernel/app-error.ts";
import { insertSession } from "./create-session.ts";
import type { SessionDeps } from "./session-deps.ts";

/**
 * Makes the session of this id when the actor has none, and brings an expired one back: for clients
 * that only know the id. Throws CONFLICT when the id is another's.
 */
export async function ensureSession(
  deps: SessionDeps,
  actor: Actor,
  id: string,
  fresh: { readonly specialistId: string; readonly shared: boolean },
): Promise<void> {
  const revive = async () => {
    const found = await deps.sessions.find(actor, id);
    const now = deps.clock.now();
    if (found && found.expiresAt.getTime() <= now) {
      await deps.sessions.update(actor, id, { expiresAt: new Date(now + found.ttlSeconds * 1000) });
    }
    return found !== null;
  };
  if (await revive()) return;
  try {
    const settings = { title: null, contextWindow: 10, metadata: {}, ttlSeconds: limits.talkTtlSeconds };
    await insertSession(deps, actor, { id, ...fresh, ...settings });
  } catch (error) {
    // Another request of the same actor may have made it in between.
    if (!isAppError(error) || error.code !== "CONFLICT" || !(await revive())) throw error;
  }
}
