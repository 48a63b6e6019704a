/** What a run in a session is given, and the rows it writes: the engine's door to conversations. */
import type { MessageView } from "#contract/session.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { busy, type NewTurn, type SessionStore } from "./session-store.ts";

/** Messages a model is given when the window is "all": bounded by memory, not by choice. */
const allMessages = 10_000;

interface EarlierMessage {
  readonly role: "user" | "assistant";
  readonly specialistId: string | null;
  readonly content: string;
  readonly status: MessageView["status"];
}

interface Turn {
  readonly earlier: EarlierMessage[];
  readonly onCreate: (tx: Parameters<SessionStore["writeTurn"]>[0]) => Promise<void>;
  readonly onFinish: (tx: Parameters<SessionStore["endTurn"]>[0]) => Promise<void>;
  readonly answeredBy: () => Promise<string | null>;
}

/** @throws AppError SESSION_NOT_FOUND; CONFLICT when busy or when the session is another specialist's */
export async function openTurn(
  store: SessionStore,
  actor: Actor,
  turn: NewTurn,
): Promise<Turn | { readonly answeredByRun: string }> {
  const { sessionId, specialistId, runId, clientMessageId } = turn;
  const session = await store.find(actor, sessionId);
  if (!session) throw new AppError("SESSION_NOT_FOUND", `There is no session ${sessionId.slice(0, 64)}.`);
  if (session.specialistId !== specialistId && !session.shared) {
    throw new AppError(
      "CONFLICT",
      `Session ${sessionId} belongs to ${session.specialistId} and is not shared. Start another for ${specialistId}.`,
    );
  }
  const answeredBy = async () => (clientMessageId === null ? null : store.answeredBy(sessionId, clientMessageId));
  const answeredByRun = await answeredBy();
  if (answeredByRun) return { answeredByRun };
  if (session.busyRunId) throw busy(session.busyRunId);
  const window = session.contextWindow === 0 ? allMessages : session.contextWindow * 2;
  const earlier = (await store.messages(sessionId, window)).map((row) => {
    const { role, specialist_id, content, status } = store.toMessageView(row);
    return { role, specialistId: specialist_id, content, status };
  });
  return {
    earlier,
    onCreate: (tx) => store.writeTurn(tx, turn),
    onFinish: (tx) => store.endTurn(tx, sessionId, runId),
    answeredBy,
  };
}
