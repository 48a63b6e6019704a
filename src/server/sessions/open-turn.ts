/** What a run in a session is given, and the rows it writes: the engine's door to conversations. */
import { limits } from "#contract/limits.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { EarlierMessage } from "#server/runs/compose-prompt.ts";
import type { AnsweredTurn, SessionTurn, TurnRequest } from "#server/runs/plan-run.ts";
import { assertActive, noSession } from "./find-session.ts";
import type { MessageStore, StoredTurn } from "./message-store.ts";
import type { SessionDeps } from "./session-deps.ts";
import type { BareSession, Transaction } from "./session-store.ts";

type Deps = Pick<SessionDeps, "sessions" | "messages" | "clock">;

/** Messages a model is given when the window is "all": bounded by memory, not by choice. */
const allMessages = 10_000;
/** Of a conversation without a title, the characters of its first message that become it. */
const derivedTitleChars = 80;

export const busy = (runId: string): AppError =>
  new AppError("CONFLICT", "This session is still answering. Wait for that answer or stop it, or queue behind it.", {
    run_id: runId,
  });

/**
 * @throws AppError SESSION_NOT_FOUND; SESSION_EXPIRED; CONFLICT when the session is another specialist's.
 * Its `before` throws CONFLICT when busy, QUEUE_FULL when too many wait.
 */
export async function openTurn(deps: Deps, actor: Actor, turn: TurnRequest): Promise<SessionTurn | AnsweredTurn> {
  const { sessionId, specialistId, clientMessageId } = turn;
  const session = await deps.sessions.findBare(actor, sessionId);
  if (!session) throw noSession(sessionId);
  assertActive(deps, session);
  if (session.specialistId !== specialistId && !session.shared) {
    throw new AppError(
      "CONFLICT",
      `Session ${sessionId} belongs to ${session.specialistId} and is not shared. Share it, or start another for ${specialistId}.`,
    );
  }
  const stored = () => (clientMessageId === null ? null : deps.messages.turnOfClient(sessionId, clientMessageId));
  const known = turn.again === null ? await stored() : await unansweredTurn(deps, sessionId, turn.again);
  if (known?.runId && (known.running || known.status === "complete")) return { answeredByRun: known.runId };
  let position = known?.position ?? 0;
  return {
    content: known?.content ?? turn.content,
    before: (tx) => claim(deps, tx, turn),
    after: async (tx) => {
      if (known) await takePlace(deps, tx, known, turn);
      else {
        position = await deps.messages.writeTurn(tx, { ...turn, ownerId: actor.id });
        const title = turn.content.trim().replace(/\s+/g, " ").slice(0, derivedTitleChars);
        if (session.title === null) await deps.sessions.entitle(tx, sessionId, title);
      }
    },
    onHandedOver: (to) => (tx) => deps.messages.handOver(tx, turn.runId, to),
    onFinish: (tx) => deps.sessions.markAnswered(tx, sessionId),
    earlier: () => earlierMessages(deps.messages, session, position),
    answeredBy: async () => {
      const runId = (await stored())?.runId ?? null;
      return runId === known?.runId ? null : runId;
    },
  };
}

/** The turn of an answer that did not come, or not to its end. Throws NOT_FOUND, CONFLICT. */
async function unansweredTurn(deps: Deps, sessionId: string, answerId: string): Promise<StoredTurn> {
  const turn = await deps.messages.turnOfAnswer(sessionId, answerId);
  if (!turn) throw new AppError("NOT_FOUND", `Session ${sessionId} has no answer ${answerId}.`);
  if (turn.status === "complete") {
    throw new AppError("CONFLICT", "This answer is complete. Edit the question to ask again in a fork.");
  }
  return turn;
}

/** The session is there, and this run may be next in it. */
async function claim({ sessions }: Deps, tx: Transaction, { sessionId, ifBusy }: TurnRequest): Promise<void> {
  const claimed = await sessions.claim(tx, sessionId);
  if (!claimed) throw noSession(sessionId);
  if (claimed.newestRunId && ifBusy === "reject") throw busy(claimed.newestRunId);
  if (claimed.waiting > limits.waitingMessages) {
    throw new AppError("QUEUE_FULL", `${limits.waitingMessages} messages wait in this session already. Try later.`);
  }
}

/** The run takes the place of the one that did not answer, unless its twin was first. */
async function takePlace({ messages }: Deps, tx: Transaction, known: StoredTurn, turn: TurnRequest): Promise<void> {
  const { runId: to, specialistId } = turn;
  if (await messages.replaceRun(tx, { id: known.answerId, from: known.runId, to, specialistId })) return;
  throw new AppError("CONFLICT", "This message is being answered again already.");
}

/** The newest pairs before a position, as many as the window takes; a pair begins with what the user said. */
async function earlierMessages(
  messages: MessageStore,
  { id, contextWindow: pairs }: BareSession,
  position: number,
): Promise<EarlierMessage[]> {
  const limit = pairs === 0 ? allMessages : Math.min(pairs * 2, allMessages);
  const rows = await messages.page(id, { before: position, limit });
  const asked = rows.flatMap(({ role }, i) => (role === "user" ? [i] : []));
  const from = pairs === 0 ? 0 : (asked.at(-pairs) ?? 0);
  return rows.slice(from).map((row) => {
    const { role, specialist_id, content, status } = messages.toView(row);
    return { role, specialistId: specialist_id, content, status };
  });
}
