/** A clock that stands still until a test moves it. */
import type { Clock } from "./clock.ts";

export class ManualClock implements Clock {
  #time = 0;
  #timers = new Set<{ at: number; fn: () => void }>();
  /** Epoch milliseconds at `monotonic() === 0`. */
  readonly epoch: number;

  constructor(epoch = Date.UTC(2026, 0, 1)) {
    this.epoch = epoch;
  }

  now = (): number => this.epoch + this.#time;
  monotonic = (): number => this.#time;

  after(ms: number, fn: () => void): () => void {
    const timer = { at: this.#time + ms, fn };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Moves time forward, firing what falls due in order, and lets promises settle between timers. */
  async advance(ms: number): Promise<void> {
    const end = this.#time + ms;
    for (;;) {
      const due = [...this.#timers].filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.#time = Math.max(this.#time, due.at);
      due.fn();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#time = end;
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Timers not yet fired; a leak check. */
  get pending(): number {
    return this.#timers.size;
  }
}
