/**
 * A clock that runs at its own pace and can be moved ahead: a whole hub streams as usual, and a test
 * need not wait for a deadline of seconds.
 */
import type { Clock } from "#server/kernel/clock.ts";

interface Timer {
  readonly at: number;
  readonly fn: () => void;
  readonly handle: NodeJS.Timeout;
}

export class SkippingClock implements Clock {
  #skipped = 0;
  readonly #timers = new Set<Timer>();

  now = (): number => Date.now() + this.#skipped;
  monotonic = (): number => performance.now() + this.#skipped;

  after(ms: number, fn: () => void): () => void {
    const handle = setTimeout(() => this.#fire(timer), ms);
    handle.unref();
    const timer: Timer = { at: this.monotonic() + ms, fn, handle };
    this.#timers.add(timer);
    return () => this.#forget(timer);
  }

  #forget(timer: Timer): void {
    clearTimeout(timer.handle);
    this.#timers.delete(timer);
  }

  #fire(timer: Timer): void {
    this.#forget(timer);
    timer.fn();
  }

  /** Moves ahead in steps of a tenth of a second; between two of them what they set going may settle. */
  async skip(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 100) {
      this.#skipped += Math.min(left, 100);
      const now = this.monotonic();
      for (const timer of [...this.#timers].sort((a, b) => a.at - b.at)) if (timer.at <= now) this.#fire(timer);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** Timers not yet fired, those of at least `ms` to go; a leak check. */
  pending(ms = 0): number {
    const from = this.monotonic() + ms;
    return [...this.#timers].filter((timer) => timer.at >= from).length;
  }
}
