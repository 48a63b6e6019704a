/**
 * Writes the text of runs in progress to the database, all that changed in one transaction, at most
 * `everyMs` after the change: what a crash can take is what came since.
 */
import type { Clock } from "#server/kernel/clock.ts";
import type { Log } from "#server/kernel/log.ts";
import type { LiveRun } from "./live-run.ts";
import type { RunStore } from "./run-store.ts";

export class Checkpointer {
  readonly #changed = new Set<LiveRun>();
  /** When the oldest change not yet being written came, on the monotonic clock. */
  #since = 0;
  #cancelTimer: (() => void) | null = null;
  #writing: { readonly runs: ReadonlySet<LiveRun>; readonly done: Promise<void> } | null = null;

  constructor(
    private readonly deps: {
      readonly store: Pick<RunStore, "checkpoint">;
      readonly clock: Clock;
      readonly log: Log;
      readonly everyMs: number;
    },
  ) {}

  /** The run has text that the database has not. */
  mark(run: LiveRun): void {
    if (this.#changed.size === 0) this.#since = this.deps.clock.monotonic();
    this.#changed.add(run);
    this.#schedule();
  }

  /** Counts from the change, not from the end of the write before: a slow disk must not add to what is lost. */
  #schedule(): void {
    if (this.#cancelTimer || this.#writing || this.#changed.size === 0) return;
    const { clock, everyMs } = this.deps;
    const wait = Math.max(0, this.#since + everyMs - clock.monotonic());
    this.#cancelTimer = clock.after(wait, () => {
      this.#cancelTimer = null;
      const runs = new Set(this.#changed);
      this.#changed.clear();
      this.#writing = { runs, done: this.#write(runs) };
    });
  }

  async #write(runs: ReadonlySet<LiveRun>): Promise<void> {
    try {
      await this.deps.store.checkpoint([...runs]);
    } catch (error) {
      this.deps.log.error("a checkpoint failed", error, { count: runs.size });
      // Tried again an interval from now, however long this try took.
      this.#since = this.deps.clock.monotonic();
      for (const run of runs) if (!run.ended) this.#changed.add(run);
    } finally {
      this.#writing = null;
      this.#schedule();
    }
  }

  /** Resolves when no checkpoint of this run is under way or to come. */
  async settle(run: LiveRun): Promise<void> {
    if (this.#writing?.runs.has(run)) await this.#writing.done;
    this.#changed.delete(run);
    if (this.#changed.size > 0) return;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}
