/** What failed is left alone for a while: the longer, the more often it failed in a row. */
import type { Clock } from "#server/kernel/clock.ts";

const longestMs = 300_000;

export class Rest {
  #failures = 0;
  #until = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly firstMs: number,
  ) {}

  get over(): boolean {
    return this.clock.monotonic() >= this.#until;
  }

  /** How long it rests now, ms: doubled each time, at most five minutes. */
  failed(): number {
    const ms = Math.min(longestMs, this.firstMs * 2 ** this.#failures);
    this.#failures++;
    this.#until = this.clock.monotonic() + ms;
    return ms;
  }

  worked(): void {
    this.#failures = 0;
    this.#until = Number.NEGATIVE_INFINITY;
  }
}
