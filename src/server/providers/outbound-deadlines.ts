/**
 * The three deadlines of one exchange: for the first byte of the body, between bytes, and in all.
 *
 * One timer serves all three; bytes only note the time, so that a fast stream costs no timers. Time
 * in which our own side has not yet read what came does not count as idle.
 */
import type { Clock } from "#server/kernel/clock.ts";

export interface Deadlines {
  readonly firstByteMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
}

export type DeadlineName = "first_byte" | "idle" | "total";

export class DeadlineWatch {
  readonly #clock: Clock;
  readonly #deadlines: Deadlines;
  readonly #hasUnread: () => boolean;
  readonly #onMissed: (name: DeadlineName, limitMs: number) => void;
  readonly #startedAt: number;
  #heardAt: number | null = null;
  #cancel: () => void = () => {};

  /** @param onMissed called at most once; nothing is called after `stop` */
  constructor(
    clock: Clock,
    deadlines: Deadlines,
    hasUnread: () => boolean,
    onMissed: (name: DeadlineName, limitMs: number) => void,
  ) {
    this.#clock = clock;
    this.#deadlines = deadlines;
    this.#hasUnread = hasUnread;
    this.#onMissed = onMissed;
    this.#startedAt = clock.monotonic();
    this.#arm();
  }

  heard(): void {
    const first = this.#heardAt === null;
    this.#heardAt = this.#clock.monotonic();
    if (first) this.#arm();
  }

  stop(): void {
    this.#cancel();
  }

  #next(): { name: DeadlineName; limitMs: number; at: number } {
    const { firstByteMs, idleMs, totalMs } = this.#deadlines;
    const total = { name: "total", limitMs: totalMs, at: this.#startedAt + totalMs } as const;
    const silence =
      this.#heardAt === null
        ? ({ name: "first_byte", limitMs: firstByteMs, at: this.#startedAt + firstByteMs } as const)
        : ({ name: "idle", limitMs: idleMs, at: this.#heardAt + idleMs } as const);
    return silence.at < total.at ? silence : total;
  }

  #arm(): void {
    this.#cancel();
    const wait = Math.max(0, this.#next().at - this.#clock.monotonic());
    this.#cancel = this.#clock.after(wait, () => {
      if (this.#hasUnread()) this.#heardAt = this.#clock.monotonic();
      const { name, limitMs, at } = this.#next();
      if (this.#clock.monotonic() >= at) this.#onMissed(name, limitMs);
      else this.#arm();
    });
  }
}
