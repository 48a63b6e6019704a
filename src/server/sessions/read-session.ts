import type { MessageView, SessionView } from "#contract/session.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { SessionStore } from "./session-store.ts";

/** A session with its newest messages, oldest first. Throws SESSION_NOT_FOUND. */
export async function readSession(
  store: SessionStore,
  actor: Actor,
  { id, limit }: { readonly id: string; readonly limit: number },
): Promise<{ session: SessionView; messages: MessageView[] }> {
  const session = await store.find(actor, id);
  if (!session) throw new AppError("SESSION_NOT_FOUND", `There is no session ${id.slice(0, 64)}.`);
  const rows = await store.messages(id, limit);
  const messages = rows.map((row) => store.toMessageView(row));
  return { session: store.toView(session, rows.at(-1)?.position ?? 0), messages };
}
