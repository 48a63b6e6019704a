/**
 * The rows of conversations. A turn is two rows, the user's words and the place of the answer,
 * committed with the run before a model is asked; the answer's text stays in the run. So roles always
 * alternate, whatever becomes of a run.
 *
 * A session is busy while `busyRunId` names a run; claiming it is part of the transaction.
 */
import type { MessageView, SessionView } from "#contract/session.ts";
import type { ContentCodec } from "#server/db/content-codec.ts";
import type { Message, Prisma, PrismaClient, Run, Session } from "#server/db/generated/client.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { Clock } from "#server/kernel/clock.ts";
import { newId } from "#server/kernel/ids.ts";

type Transaction = Prisma.TransactionClient;
type MessageWithRun = Message & { run: Run | null };

export interface NewTurn {
  readonly sessionId: string;
  readonly specialistId: string;
  readonly content: string;
  readonly runId: string;
  readonly clientMessageId: string | null;
}

const titleChars = 80;

export class SessionStore {
  constructor(
    private readonly db: PrismaClient,
    private readonly codec: ContentCodec,
    private readonly clock: Clock,
  ) {}

  async find(actor: Actor, id: string): Promise<Session | null> {
    return await this.db.session.findFirst({ where: { id, ownerId: actor.id } });
  }

  /** The actor's session of this id, made when there is none. Throws CONFLICT when the id is another's. */
  async ensure(actor: Actor, id: string, fresh: { specialistId: string; shared: boolean }): Promise<Session> {
    const now = new Date(this.clock.now());
    const data = { id, ownerId: actor.id, ...fresh, createdAt: now, lastActivityAt: now };
    const session = await this.db.session.upsert({ where: { id }, create: data, update: {} });
    if (session.ownerId !== actor.id) throw new AppError("CONFLICT", `The session id ${id} is taken. Choose another.`);
    return session;
  }

  /** The newest messages, oldest first, each with its run. */
  async messages(sessionId: string, limit: number): Promise<MessageWithRun[]> {
    const rows = await this.db.message.findMany({
      where: { sessionId },
      orderBy: { position: "desc" },
      take: limit,
      include: { run: true },
    });
    return rows.reverse();
  }

  /** The run that answers this client message already, if any. */
  async answeredBy(sessionId: string, clientMessageId: string): Promise<string | null> {
    const asked = await this.db.message.findUnique({
      where: { sessionId_clientMessageId: { sessionId, clientMessageId } },
    });
    if (!asked) return null;
    const answer = await this.db.message.findUnique({
      where: { sessionId_position: { sessionId, position: asked.position + 1 } },
    });
    return answer?.runId ?? null;
  }

  /** Claims the session and writes both rows of a turn. Throws CONFLICT when another run answers now. */
  async writeTurn(tx: Transaction, turn: NewTurn): Promise<void> {
    const { sessionId, runId, specialistId, clientMessageId } = turn;
    const createdAt = new Date(this.clock.now());
    const claimed = await tx.session.updateMany({
      where: { id: sessionId, busyRunId: null },
      data: { busyRunId: runId, lastActivityAt: createdAt },
    });
    if (claimed.count === 0) throw busy((await tx.session.findUnique({ where: { id: sessionId } }))?.busyRunId);
    const last = await tx.message.findFirst({ where: { sessionId }, orderBy: { position: "desc" } });
    const position = (last?.position ?? 0) + 1;
    const [asked, answer] = [newId("msg", this.clock.now()), newId("msg", this.clock.now())];
    await tx.message.createMany({
      data: [
        {
          id: asked,
          sessionId,
          position,
          role: "user",
          content: this.codec.seal(turn.content, { table: "Message", row: asked, column: "content" }),
          clientMessageId,
          createdAt,
        },
        { id: answer, sessionId, position: position + 1, role: "assistant", specialistId, runId, createdAt },
      ],
    });
    if (!last) {
      const title = turn.content.trim().replace(/\s+/g, " ").slice(0, titleChars);
      const sealed = this.codec.seal(title, { table: "Session", row: sessionId, column: "title" });
      await tx.session.update({ where: { id: sessionId }, data: { title: sealed } });
    }
  }

  /** Lets the next turn in. */
  async endTurn(tx: Transaction, sessionId: string, runId: string): Promise<void> {
    await tx.session.updateMany({
      where: { id: sessionId, busyRunId: runId },
      data: { busyRunId: null, lastActivityAt: new Date(this.clock.now()) },
    });
  }

  /** The actor's sessions, the one used last first. */
  async recent(actor: Actor, limit: number): Promise<SessionView[]> {
    const rows = await this.db.session.findMany({
      where: { ownerId: actor.id },
      orderBy: [{ lastActivityAt: "desc" }, { id: "desc" }],
      take: limit,
      include: { _count: { select: { messages: true } } },
    });
    return rows.map((row) => this.toView(row, row._count.messages));
  }

  toView(row: Session, messageCount: number): SessionView {
    return {
      id: row.id,
      specialist_id: row.specialistId,
      title: row.title && this.codec.open(row.title, { table: "Session", row: row.id, column: "title" }),
      last_activity: row.lastActivityAt.toISOString(),
      message_count: messageCount,
    };
  }

  toMessageView(row: MessageWithRun): MessageView {
    const content =
      row.content !== null
        ? this.codec.open(row.content, { table: "Message", row: row.id, column: "content" })
        : row.run?.content
          ? this.codec.open(row.run.content, { table: "Run", row: row.run.id, column: "content" })
          : "";
    const complete = row.role === "user" || row.run?.status === "completed";
    return {
      id: row.id,
      role: row.role === "user" ? "user" : "assistant",
      specialist_id: row.specialistId,
      content,
      status: complete ? "complete" : content === "" ? "failed" : "partial",
      run_id: row.runId,
      timestamp: row.createdAt.toISOString(),
    };
  }
}

export const busy = (runId: string | null | undefined): AppError =>
  new AppError("CONFLICT", "This session is still answering. Wait for that answer or stop it.", {
    ...(runId && { run_id: runId }),
  });
