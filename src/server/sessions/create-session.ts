import type { CreateSessionRequest, SessionView } from "#contract/session.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { newId } from "#server/kernel/ids.ts";
import type { SessionDeps } from "./session-deps.ts";
import type { NewSession, SessionRow, Transaction } from "./session-store.ts";

/** Throws SPECIALIST_NOT_FOUND, AMBIGUOUS_NAME, and CONFLICT when the id is taken. */
export async function createSession(
  deps: SessionDeps,
  actor: Actor,
  request: CreateSessionRequest,
): Promise<SessionView> {
  const { specialist } = deps.specialists.resolve(request.specialist_id);
  const row = await insertSession(deps, actor, {
    id: request.id,
    specialistId: specialist.id,
    title: request.title ?? null,
    contextWindow: request.context_window,
    shared: request.shared,
    metadata: request.metadata,
    ttlSeconds: request.ttl_seconds,
  });
  return deps.sessions.toView(row);
}

/**
 * Makes a session, under a new id when none is asked for, and returns it as it was before it was filled.
 * @param fill rows to write with it @throws AppError CONFLICT when the id is taken
 */
export async function insertSession(
  deps: Pick<SessionDeps, "sessions" | "clock">,
  actor: Actor,
  session: Omit<NewSession, "id"> & { readonly id: string | undefined },
  fill: (tx: Transaction, id: string) => Promise<void> = async () => {},
): Promise<SessionRow> {
  const id = session.id ?? newId("sess", deps.clock.now());
  return deps.sessions.transaction(async (tx) => {
    if (session.id && (await deps.sessions.isTaken(tx, actor, id))) {
      throw new AppError("CONFLICT", `The session id ${id} is taken. Choose another.`);
    }
    const row = await deps.sessions.create(tx, actor, { ...session, id });
    await fill(tx, id);
    return row;
  });
}
