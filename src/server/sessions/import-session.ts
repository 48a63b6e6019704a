import type { z } from "zod";
import type { importSessionRequest, SessionView } from "#contract/session.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { insertSession } from "./create-session.ts";
import { findSession } from "./find-session.ts";
import type { OwnMessage } from "./message-store.ts";
import type { SessionDeps } from "./session-deps.ts";

/**
 * A session made of an export. A specialist need not be in the registry: the conversation can be read
 * all the same. Throws CONFLICT when the id is taken.
 */
export async function importSession(
  deps: SessionDeps,
  actor: Actor,
  request: z.output<typeof importSessionRequest>,
): Promise<SessionView> {
  const { session } = request;
  const now = deps.clock.now();
  const idOf = (name: string): string => {
    try {
      return deps.specialists.resolve(name).specialist.id;
    } catch {
      return name;
    }
  };
  const own = idOf(session.specialist_id);
  const messages = request.messages.map(({ role, specialist_id, content, status, timestamp }): OwnMessage => {
    const createdAt = new Date(timestamp ?? now);
    return { role, specialistId: specialist_id ? idOf(specialist_id) : own, content, status, createdAt };
  });
  const { id } = await insertSession(
    deps,
    actor,
    {
      id: request.id,
      specialistId: own,
      title: session.title ?? null,
      contextWindow: session.context_window,
      shared: session.shared,
      metadata: session.metadata,
      ttlSeconds: session.ttl_seconds,
      ...(session.created_at && { createdAt: Date.parse(session.created_at) }),
    },
    (tx, id) => deps.messages.append(tx, actor, id, messages),
  );
  return deps.sessions.toView(await findSession(deps, actor, id));
}
