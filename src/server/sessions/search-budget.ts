/**
 * How long a search may go on, and how it leaves room for others meanwhile: opening sealed text takes
 * the one thread everything else runs on.
 */
import type { Clock } from "#server/kernel/clock.ts";

/** Milliseconds of work between two pauses. */
const sliceMs = 8;

export class SearchBudget {
  readonly #deadline: number;
  #sliceEnds: number;

  /** @param signal fires when nobody waits for the result any more */
  constructor(
    private readonly clock: Clock,
    budgetMs: number,
    private readonly signal: AbortSignal | undefined,
  ) {
    const now = clock.monotonic();
    this.#deadline = now + budgetMs;
    this.#sliceEnds = now + sliceMs;
  }

  get spent(): boolean {
    return this.signal?.aborted === true || this.clock.monotonic() >= this.#deadline;
  }

  /** Lets everything else that waits go first, when it is time to. */
  async pause(): Promise<void> {
    if (this.clock.monotonic() < this.#sliceEnds) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#sliceEnds = this.clock.monotonic() + sliceMs;
  }
}
