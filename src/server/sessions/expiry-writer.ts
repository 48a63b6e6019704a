/**
 * Writes moved expiries of sessions once a second, many in one statement: a write waits for the disk,
 * and whoever only reads should not. A crash takes the last second's moves with it.
 */
import { Prisma, type PrismaClient } from "#server/db/generated/client.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { Log } from "#server/kernel/log.ts";

const everyMs = 1_000;
/** Rows of one statement: SQLite bounds its values, and a long one holds everybody up. */
const atOnce = 500;

export class ExpiryWriter {
  /** By session; what is being written stays until it is written. */
  #moved = new Map<string, Date>();
  #cancelTimer: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(private readonly deps: { readonly db: PrismaClient; readonly clock: Clock; readonly log: Log }) {}

  move(sessionId: string, expiresAt: Date): void {
    this.#moved.set(sessionId, expiresAt);
    this.#schedule();
  }

  #schedule(): void {
    this.#cancelTimer ??= this.deps.clock.after(everyMs, () => {
      this.#cancelTimer = null;
      this.#writing = this.#write();
    });
  }

  /** Where it was moved to, as long as the row does not say so. */
  moved(sessionId: string): Date | undefined {
    return this.#moved.get(sessionId);
  }

  /** The row says it otherwise from now on. */
  forget(sessionId: string): void {
    this.#moved.delete(sessionId);
  }

  async #write(): Promise<void> {
    const batch = [...this.#moved].slice(0, atOnce);
    // All may have been forgotten since.
    if (batch.length === 0) return;
    try {
      await this.deps.db.$executeRaw`
        UPDATE "Session" SET "expiresAt" = "moved"."column2"
        FROM (VALUES ${Prisma.join(batch.map(([id, expiresAt]) => Prisma.sql`(${id}, ${expiresAt})`))}) AS "moved"
        WHERE "Session"."id" = "moved"."column1" AND "Session"."expiresAt" < "moved"."column2"`;
      for (const [id, expiresAt] of batch) if (this.#moved.get(id) === expiresAt) this.#moved.delete(id);
    } catch (error) {
      // They stay, and go with the next.
      this.deps.log.error("moved expiries could not be written", error, { count: batch.length });
      return;
    }
    if (this.#moved.size > 0) this.#schedule();
  }

  #unschedule(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  /** Writes what is left, unless that fails. */
  async close(): Promise<void> {
    this.#unschedule();
    await this.#writing;
    for (let before = Number.POSITIVE_INFINITY; this.#moved.size > 0 && this.#moved.size < before; ) {
      before = this.#moved.size;
      await this.#write();
    }
    this.#unschedule();
  }
}
