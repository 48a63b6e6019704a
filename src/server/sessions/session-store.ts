/**
 * The rows of sessions. Every query made for an actor has the owner in it, and leaves out what is in
 * the bin. Titles and metadata are sealed.
 */
import type { SessionView } from "#contract/session.ts";
import type { ContentCodec } from "#server/db/content-codec.ts";
import { Prisma, type PrismaClient } from "#server/db/generated/client.ts";
import type { Actor } from "#server/kernel/actor.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { Log } from "#server/kernel/log.ts";
import { ExpiryWriter } from "./expiry-writer.ts";

export type Transaction = Prisma.TransactionClient;

export interface SessionRow {
  readonly id: string;
  readonly ownerId: string;
  readonly specialistId: string;
  readonly title: string | null;
  readonly contextWindow: number;
  readonly shared: boolean;
  readonly metadata: string | null;
  readonly createdAt: Date;
  readonly lastActivityAt: Date;
  readonly ttlSeconds: number;
  readonly expiresAt: Date;
  readonly messageCount: number;
  /** The newest run that has not ended. */
  readonly busyRunId: string | null;
}

export interface NewSession {
  readonly id: string;
  readonly specialistId: string;
  readonly title: string | null;
  readonly contextWindow: number;
  readonly shared: boolean;
  readonly metadata: Record<string, unknown>;
  readonly ttlSeconds: number;
  /** Epoch ms; absent: now. */
  readonly createdAt?: number;
}

export type SessionChanges = Partial<
  Pick<NewSession, "title" | "contextWindow" | "shared" | "metadata" | "ttlSeconds"> & { expiresAt: Date }
>;

export interface SessionFilter {
  readonly specialistId?: string | undefined;
  readonly status?: SessionView["status"] | undefined;
}

/** A place in the list of sessions, which is by last activity, newest first. */
export interface ListPlace {
  readonly lastActivityAt: Date;
  readonly id: string;
}

/** When a session used at `now` expires, in SQL: its own time to live from then. */
const expiryFrom = (now: Date): Prisma.Sql =>
  Prisma.sql`strftime('%Y-%m-%dT%H:%M:%f+00:00', ${now}, '+' || "ttlSeconds" || ' seconds')`;

const rows = Prisma.sql`
  SELECT s.*,
    (SELECT COUNT(*) FROM "Message" m WHERE m."sessionId" = s."id") AS "messageCount",
    (SELECT MAX(r."id") FROM "Run" r WHERE r."sessionId" = s."id" AND r."endedAt" IS NULL) AS "busyRunId"
  FROM "Session" s`;

type RawRow = Omit<SessionRow, "shared" | "messageCount"> & { shared: number | boolean; messageCount: number | bigint };

/** What a turn needs to know, without what only views show. */
export type BareSession = Pick<
  SessionRow,
  "id" | "specialistId" | "title" | "contextWindow" | "shared" | "ttlSeconds" | "expiresAt"
>;

export class SessionStore {
  readonly #expiries: ExpiryWriter;

  constructor(
    private readonly db: PrismaClient,
    private readonly codec: ContentCodec,
    private readonly clock: Clock,
    log: Log,
  ) {
    this.#expiries = new ExpiryWriter({ db, clock, log });
  }

  #seal(column: "title" | "metadata", row: string, text: string): string {
    return this.codec.seal(text, { table: "Session", row, column });
  }

  async find(actor: Actor, id: string): Promise<SessionRow | null> {
    const [raw] = await this.db.$queryRaw<RawRow[]>`
      ${rows} WHERE s."id" = ${id} AND s."ownerId" = ${actor.id} AND s."deletedAt" IS NULL`;
    return raw ? this.#toRow(raw) : null;
  }

  async findBare(actor: Actor, id: string): Promise<BareSession | null> {
    const [raw] = await this.db.$queryRaw<BareSession[]>`
      SELECT "id", "specialistId", "title", "contextWindow", "shared", "ttlSeconds", "expiresAt"
      FROM "Session" WHERE "id" = ${id} AND "ownerId" = ${actor.id} AND "deletedAt" IS NULL`;
    return raw ? { ...raw, shared: Boolean(raw.shared), expiresAt: this.#expiries.moved(id) ?? raw.expiresAt } : null;
  }

  #toRow(raw: RawRow): SessionRow {
    return {
      ...raw,
      shared: Boolean(raw.shared),
      messageCount: Number(raw.messageCount),
      expiresAt: this.#expiries.moved(raw.id) ?? raw.expiresAt,
    };
  }

  /** Pushes the expiry out; on the disk within a second. */
  touch(id: string, expiresAt: Date): void {
    this.#expiries.move(id, expiresAt);
  }

  /** Writes what is still to be written. */
  close(): Promise<void> {
    return this.#expiries.close();
  }

  /** Whether anybody has a session of this id; one of the actor's own in their bin is thrown away for it. */
  async isTaken(tx: Transaction, actor: Actor, id: string): Promise<boolean> {
    await tx.$executeRaw`
      DELETE FROM "Session" WHERE "id" = ${id} AND "ownerId" = ${actor.id} AND "deletedAt" IS NOT NULL`;
    return (await tx.$queryRaw<unknown[]>`SELECT 1 FROM "Session" WHERE "id" = ${id}`).length > 0;
  }

  async create(tx: Transaction, actor: Actor, session: NewSession): Promise<SessionRow> {
    const now = this.clock.now();
    const { id, metadata, createdAt = now, ...rest } = session;
    const row: SessionRow = {
      ...rest,
      id,
      ownerId: actor.id,
      title: session.title === null ? null : this.#seal("title", id, session.title),
      metadata: this.#seal("metadata", id, JSON.stringify(metadata)),
      createdAt: new Date(createdAt),
      lastActivityAt: new Date(now),
      expiresAt: new Date(now + session.ttlSeconds * 1000),
      messageCount: 0,
      busyRunId: null,
    };
    await tx.$executeRaw`
      INSERT INTO "Session" ("id", "ownerId", "specialistId", "title", "contextWindow", "shared", "metadata", "createdAt", "lastActivityAt", "ttlSeconds", "expiresAt")
      VALUES (${id}, ${row.ownerId}, ${row.specialistId}, ${row.title}, ${row.contextWindow}, ${row.shared}, ${row.metadata}, ${row.createdAt}, ${row.lastActivityAt}, ${row.ttlSeconds}, ${row.expiresAt})`;
    return row;
  }

  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.db.$transaction(work);
  }

  async update(actor: Actor, id: string, changes: SessionChanges): Promise<void> {
    const { title, metadata, ...rest } = changes;
    if (rest.expiresAt) this.#expiries.forget(id);
    await this.db.session.updateMany({
      where: { id, ownerId: actor.id, deletedAt: null },
      data: {
        ...rest,
        ...(title !== undefined && { title: title === null ? null : this.#seal("title", id, title) }),
        ...(metadata !== undefined && { metadata: this.#seal("metadata", id, JSON.stringify(metadata)) }),
      },
    });
  }

  /** Gives an untitled session its title. */
  async entitle(tx: Transaction, id: string, title: string): Promise<void> {
    await tx.session.updateMany({ where: { id, title: null }, data: { title: this.#seal("title", id, title) } });
  }

  /** A message is answered: pushes the expiry out. */
  async markAnswered(tx: Transaction, id: string): Promise<void> {
    const now = new Date(this.clock.now());
    await tx.$executeRaw`
      UPDATE "Session" SET "lastActivityAt" = ${now}, "expiresAt" = ${expiryFrom(now)}
      WHERE "id" = ${id} AND "deletedAt" IS NULL`;
  }

  /**
   * A message comes: pushes the expiry out, and tells what it would have to wait for. Null when there is
   * no such session (any more).
   */
  async claim(tx: Transaction, id: string): Promise<{ waiting: number; newestRunId: string | null } | null> {
    const now = new Date(this.clock.now());
    const [found] = await tx.$queryRaw<{ waiting: number | bigint; newestRunId: string | null }[]>`
      UPDATE "Session" SET "lastActivityAt" = ${now}, "expiresAt" = ${expiryFrom(now)}
      WHERE "id" = ${id} AND "deletedAt" IS NULL
      RETURNING
        (SELECT COUNT(*) FROM "Run" r WHERE r."sessionId" = ${id} AND r."endedAt" IS NULL) AS "waiting",
        (SELECT MAX(r."id") FROM "Run" r WHERE r."sessionId" = ${id} AND r."endedAt" IS NULL) AS "newestRunId"`;
    return found ? { ...found, waiting: Number(found.waiting) } : null;
  }

  /** The runs of a session that have not ended, newest first. */
  async unendedRuns(tx: Transaction, id: string): Promise<string[]> {
    const runs = await tx.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "Run" WHERE "sessionId" = ${id} AND "endedAt" IS NULL ORDER BY "id" DESC`;
    return runs.map((run) => run.id);
  }

  /** The actor's sessions after a place of the list, the one used last first. */
  async list(
    actor: Actor,
    filter: SessionFilter,
    page: { after: ListPlace | null; limit: number },
  ): Promise<SessionRow[]> {
    const { after, limit } = page;
    const now = new Date(this.clock.now());
    const where = [
      Prisma.sql`s."ownerId" = ${actor.id} AND s."deletedAt" IS NULL`,
      ...(filter.specialistId ? [Prisma.sql`s."specialistId" = ${filter.specialistId}`] : []),
      ...(filter.status === "active" ? [Prisma.sql`s."expiresAt" > ${now}`] : []),
      ...(filter.status === "expired" ? [Prisma.sql`s."expiresAt" <= ${now}`] : []),
      ...(after ? [Prisma.sql`(s."lastActivityAt", s."id") < (${after.lastActivityAt}, ${after.id})`] : []),
    ];
    const found = await this.db.$queryRaw<RawRow[]>`
      ${rows} WHERE ${Prisma.join(where, " AND ")}
      ORDER BY s."lastActivityAt" DESC, s."id" DESC LIMIT ${limit}`;
    return found.map((raw) => this.#toRow(raw));
  }

  /** Into the bin, or out of it. False when there was nothing to move. */
  async setDeleted(actor: Actor, id: string, deletedAt: Date | null): Promise<boolean> {
    const { count } = await this.db.session.updateMany({
      where: { id, ownerId: actor.id, deletedAt: deletedAt ? null : { not: null } },
      data: { deletedAt },
    });
    return count > 0;
  }

  /** For good, with its messages and runs. False when there was none. */
  async delete(actor: Actor, id: string): Promise<boolean> {
    const { count } = await this.db.session.deleteMany({ where: { id, ownerId: actor.id, deletedAt: null } });
    return count > 0;
  }

  /** Ids of sessions, anybody's, that expired or were deleted before these times and answer nothing now. */
  async overdue(before: { expiredAt: Date; deletedAt: Date; limit: number }): Promise<string[]> {
    const found = await this.db.session.findMany({
      where: {
        OR: [{ expiresAt: { lt: before.expiredAt } }, { deletedAt: { lt: before.deletedAt } }],
        runs: { none: { endedAt: null } },
      },
      select: { id: true },
      take: before.limit,
    });
    return found.map(({ id }) => id);
  }

  /** For the sweeper: whoever's it is. */
  async purge(id: string): Promise<void> {
    await this.db.session.deleteMany({ where: { id } });
  }

  /** @throws AppError INTERNAL when title or metadata cannot be read */
  toView(row: SessionRow): SessionView {
    const open = (column: "title" | "metadata") => {
      const sealed = row[column];
      return sealed === null ? null : this.codec.open(sealed, { table: "Session", row: row.id, column });
    };
    return {
      id: row.id,
      specialist_id: row.specialistId,
      title: open("title"),
      status: row.expiresAt.getTime() > this.clock.now() ? "active" : "expired",
      shared: row.shared,
      context_window: row.contextWindow,
      ttl_seconds: row.ttlSeconds,
      metadata: JSON.parse(open("metadata") ?? "{}"),
      message_count: row.messageCount,
      busy_run_id: row.busyRunId,
      created_at: row.createdAt.toISOString(),
      last_activity: row.lastActivityAt.toISOString(),
      expires_at: row.expiresAt.toISOString(),
    };
  }
}
