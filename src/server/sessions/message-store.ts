/**
 * The rows of messages. A turn is two of them, the user's words and the place of the answer, committed
 * with the run before a model is asked; the answer's text stays in the run. So every question has its
 * answer's place, whatever becomes of the run.
 */
import type { MessageView } from "#contract/session.ts";
import type { ContentCodec } from "#server/db/content-codec.ts";
import { Prisma, type PrismaClient } from "#server/db/generated/client.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { Clock } from "#server/kernel/clock.ts";
import { newId } from "#server/kernel/ids.ts";
import type { Transaction } from "./session-store.ts";

export interface MessageRow {
  readonly id: string;
  readonly sessionId: string;
  readonly position: number;
  readonly role: MessageView["role"];
  readonly specialistId: string | null;
  readonly content: string | null;
  readonly status: MessageView["status"] | null;
  readonly runId: string | null;
  readonly createdAt: Date;
  readonly runStatus: string | null;
  readonly runContent: string | null;
}

export interface NewTurn {
  readonly sessionId: string;
  readonly ownerId: string;
  readonly specialistId: string;
  readonly content: string;
  readonly runId: string;
  readonly clientMessageId: string | null;
}

/** A message whose text is stored with it: a copy, or one that was imported. */
export interface OwnMessage {
  readonly role: MessageView["role"];
  readonly specialistId: string | null;
  readonly content: string;
  readonly status: MessageView["status"];
  readonly createdAt: Date;
}

/** A turn as it stands. */
export interface StoredTurn {
  readonly position: number;
  readonly content: string;
  readonly answerId: string;
  readonly specialistId: string | null;
  readonly runId: string | null;
  readonly status: MessageView["status"];
  readonly running: boolean;
}

const rows = Prisma.sql`
  SELECT m."id", m."sessionId", m."position", m."role", m."specialistId", m."content", m."status", m."runId",
    m."createdAt", r."status" AS "runStatus", r."content" AS "runContent"
  FROM "Message" m LEFT JOIN "Run" r ON r."id" = m."runId"`;

/** Rows of one INSERT: SQLite bounds the values of a statement. */
const insertedAtOnce = 500;

export class MessageStore {
  constructor(
    private readonly db: PrismaClient,
    private readonly codec: ContentCodec,
    private readonly clock: Clock,
  ) {}

  /** The newest ones before a position (of all when null), oldest first. */
  async page(sessionId: string, { before, limit }: { before: number | null; limit: number }): Promise<MessageRow[]> {
    const found = await this.db.$queryRaw<MessageRow[]>`
      ${rows} WHERE m."sessionId" = ${sessionId} AND m."position" < ${before ?? Number.MAX_SAFE_INTEGER}
      ORDER BY m."position" DESC LIMIT ${limit}`;
    return found.reverse();
  }

  /** The oldest ones after a position, oldest first. */
  async pageAfter(sessionId: string, { after, limit }: { after: number; limit: number }): Promise<MessageRow[]> {
    return await this.db.$queryRaw<MessageRow[]>`
      ${rows} WHERE m."sessionId" = ${sessionId} AND m."position" > ${after}
      ORDER BY m."position" LIMIT ${limit}`;
  }

  /** To and from a specialist, over all of the actor's sessions, newest first, after a message of that list. */
  async history(
    actor: Actor,
    specialistId: string,
    page: { after: { createdAt: Date; id: string } | null; limit: number },
  ): Promise<MessageRow[]> {
    const { after, limit } = page;
    const place = after ? Prisma.sql`AND (m."createdAt", m."id") < (${after.createdAt}, ${after.id})` : Prisma.empty;
    return await this.db.$queryRaw<MessageRow[]>`
      ${rows} JOIN "Session" s ON s."id" = m."sessionId"
      WHERE m."ownerId" = ${actor.id} AND m."specialistId" = ${specialistId} AND s."deletedAt" IS NULL ${place}
      ORDER BY m."createdAt" DESC, m."id" DESC LIMIT ${limit}`;
  }

  async findOwn(actor: Actor, id: string): Promise<{ createdAt: Date; id: string } | null> {
    return await this.db.message.findFirst({ where: { id, ownerId: actor.id }, select: { id: true, createdAt: true } });
  }

  /** Null when the session has no such message. */
  async positionOf(sessionId: string, id: string): Promise<number | null> {
    const found = await this.db.message.findFirst({ where: { id, sessionId }, select: { position: true } });
    return found?.position ?? null;
  }

  /** How many messages there are up to a run's answer, that one included; all, when the run is no answer any more. */
  async countUpTo(sessionId: string, runId: string): Promise<number> {
    const [found] = await this.db.$queryRaw<{ count: number | bigint }[]>`
      SELECT COUNT(*) AS "count" FROM "Message" WHERE "sessionId" = ${sessionId}
        AND "position" <= COALESCE((SELECT "position" FROM "Message" WHERE "runId" = ${runId}), ${Number.MAX_SAFE_INTEGER})`;
    return Number(found?.count ?? 0);
  }

  /** The position from which the newest `pairs` pairs begin; null when there are not more than those. */
  async startOfNewest(sessionId: string, pairs: number): Promise<number | null> {
    if (pairs === 0) return Number.MAX_SAFE_INTEGER;
    const found = await this.db.message.findFirst({
      where: { sessionId, role: "user" },
      orderBy: { position: "desc" },
      skip: pairs - 1,
      select: { position: true },
    });
    return found?.position ?? null;
  }

  async turnOfClient(sessionId: string, clientMessageId: string): Promise<StoredTurn | null> {
    const asked = await this.db.message.findUnique({
      where: { sessionId_clientMessageId: { sessionId, clientMessageId } },
      select: { position: true },
    });
    return asked && this.#turnAt(sessionId, asked.position);
  }

  /** The turn whose answer this message is; null when it is none. */
  async turnOfAnswer(sessionId: string, answerId: string): Promise<StoredTurn | null> {
    const position = await this.positionOf(sessionId, answerId);
    return position === null ? null : this.#turnAt(sessionId, position - 1);
  }

  async #turnAt(sessionId: string, position: number): Promise<StoredTurn | null> {
    const [asked, answer] = await this.db.$queryRaw<MessageRow[]>`
      ${rows} WHERE m."sessionId" = ${sessionId} AND m."position" IN (${position}, ${position + 1})
      ORDER BY m."position"`;
    if (asked?.role !== "user" || answer?.role !== "assistant") return null;
    return {
      position,
      content: this.toView(asked).content,
      answerId: answer.id,
      specialistId: answer.specialistId,
      runId: answer.runId,
      status: this.#statusOf(answer),
      running: isGoingOn(answer),
    };
  }

  async #nextPosition(tx: Transaction, sessionId: string): Promise<number> {
    const [last] = await tx.$queryRaw<{ position: number }[]>`
      SELECT "position" FROM "Message" WHERE "sessionId" = ${sessionId} ORDER BY "position" DESC LIMIT 1`;
    return (last?.position ?? 0) + 1;
  }

  /** Writes both rows of a turn and returns the position of the first. */
  async writeTurn(tx: Transaction, turn: NewTurn): Promise<number> {
    const { sessionId, ownerId, runId, specialistId, clientMessageId } = turn;
    const createdAt = new Date(this.clock.now());
    // In ascending order, which made-up ids of one millisecond are not by themselves.
    const [asked, answer] = [newId("msg", createdAt.getTime()), newId("msg", createdAt.getTime())].sort() as [
      string,
      string,
    ];
    const content = this.codec.seal(turn.content, { table: "Message", row: asked, column: "content" });
    const written = await tx.$queryRaw<{ position: number }[]>`
      INSERT INTO "Message" ("id", "sessionId", "ownerId", "position", "role", "specialistId", "content", "runId", "clientMessageId", "createdAt")
      SELECT column1, ${sessionId}, ${ownerId},
        COALESCE((SELECT MAX("position") FROM "Message" WHERE "sessionId" = ${sessionId}), 0) + column2,
        column3, ${specialistId}, column4, column5, column6, ${createdAt}
      FROM (VALUES
        (${asked}, 1, 'user', ${content}, NULL, ${clientMessageId}),
        (${answer}, 2, 'assistant', NULL, ${runId}, NULL))
      RETURNING "position"`;
    return Math.min(...written.map((row) => row.position));
  }

  /** Puts another run in the answer's place; false when a run other than `from` is there by now. */
  async replaceRun(
    tx: Transaction,
    answer: { id: string; from: string | null; to: string; specialistId: string },
  ): Promise<boolean> {
    const { count } = await tx.message.updateMany({
      where: { id: answer.id, runId: answer.from },
      data: { runId: answer.to, specialistId: answer.specialistId, content: null, status: null },
    });
    return count > 0;
  }

  /** Another specialist answers in the one's place. */
  async handOver(tx: Transaction, runId: string, to: string): Promise<void> {
    await tx.message.updateMany({ where: { runId, role: "assistant" }, data: { specialistId: to } });
  }

  /** Appends messages with texts of their own. */
  async append(tx: Transaction, actor: Actor, sessionId: string, messages: readonly OwnMessage[]): Promise<void> {
    let position = await this.#nextPosition(tx, sessionId);
    for (let i = 0; i < messages.length; i += insertedAtOnce) {
      const some = messages.slice(i, i + insertedAtOnce);
      const data = some.map(({ role, specialistId, content, status, createdAt }) => {
        const id = newId("msg", createdAt.getTime());
        return {
          id,
          sessionId,
          ownerId: actor.id,
          position: position++,
          role,
          specialistId,
          content: this.codec.seal(content, { table: "Message", row: id, column: "content" }),
          status,
          createdAt,
        };
      });
      await tx.message.createMany({ data });
    }
  }

  /**
   * Deletes the messages before a position, and with them the runs of the session that no other message
   * shows. Returns the ids of those.
   */
  async deleteBefore(tx: Transaction, sessionId: string, position: number): Promise<string[]> {
    await tx.$executeRaw`DELETE FROM "Message" WHERE "sessionId" = ${sessionId} AND "position" < ${position}`;
    const runs = await tx.$queryRaw<{ id: string }[]>`
      DELETE FROM "Run" WHERE "sessionId" = ${sessionId}
        AND "id" NOT IN (SELECT "runId" FROM "Message" WHERE "sessionId" = ${sessionId} AND "runId" IS NOT NULL)
      RETURNING "id"`;
    return runs.map(({ id }) => id);
  }

  #statusOf(row: MessageRow): MessageView["status"] {
    if (row.status) return row.status;
    if (row.role === "user" || row.runStatus === "completed") return "complete";
    return row.runContent || isGoingOn(row) ? "partial" : "failed";
  }

  /** @throws AppError INTERNAL when the text cannot be read */
  toView(row: MessageRow): MessageView {
    return this.#view(row, this.textOf(row), this.#statusOf(row));
  }

  /** For lists in which one damaged message must not hide all others. */
  toViewWithoutText(row: MessageRow): MessageView {
    return this.#view(row, "", "failed");
  }

  #view(row: MessageRow, content: string, status: MessageView["status"]): MessageView {
    return {
      id: row.id,
      role: row.role,
      specialist_id: row.specialistId,
      content,
      status,
      run_id: row.runId,
      timestamp: row.createdAt.toISOString(),
    };
  }

  /** @throws AppError INTERNAL when the text cannot be read */
  textOf(row: MessageRow): string {
    if (row.content !== null) return this.codec.open(row.content, { table: "Message", row: row.id, column: "content" });
    if (row.runId === null) throw new AppError("INTERNAL", `Message ${row.id} has neither a text nor a run.`);
    if (row.runContent === null) return "";
    return this.codec.open(row.runContent, { table: "Run", row: row.runId, column: "content" });
  }
}

const isGoingOn = ({ runStatus }: MessageRow): boolean => runStatus === "queued" || runStatus === "running";
