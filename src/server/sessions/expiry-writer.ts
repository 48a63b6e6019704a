/**
 * Writes moved expiries of sessions once a second, all in one transaction: a write waits for the disk,
 * and whoever only reads should not. A crash takes a second of moves with it.
 */
import type { PrismaClient } from "#server/db/generated/client.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { Log } from "#server/kernel/log.ts";

const everyMs = 1_000;

export class ExpiryWriter {
  /** By session; what is being written stays until it is written. */
  #moved = new Map<string, Date>();
  #cancelTimer: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(private readonly deps: { readonly db: PrismaClient; readonly clock: Clock; readonly log: Log }) {}

  move(sessionId: string, expiresAt: Date): void {
    this.#moved.set(sessionId, expiresAt);
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
    const batch = [...this.#moved];
    try {
      await this.deps.db.$transaction(async (tx) => {
        for (const [id, expiresAt] of batch) {
          await tx.$executeRaw`
            UPDATE "Session" SET "expiresAt" = ${expiresAt} WHERE "id" = ${id} AND "expiresAt" < ${expiresAt}`;
        }
      });
      for (const [id, expiresAt] of batch) if (this.#moved.get(id) === expiresAt) this.#moved.delete(id);
    } catch (error) {
      this.deps.log.error("moved expiries could not be written", error, { count: batch.length });
      // With the next move; so many are never many.
    }
  }

  /** Writes what is left. */
  async close(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    await this.#writing;
    if (this.#moved.size > 0) await this.#write();
  }
}
