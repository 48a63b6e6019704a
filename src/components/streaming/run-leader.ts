/**
 * The leading tab's half: one subscription over everything any tab wants.
 *
 * A run is watched from the least cursor asked for and not yet served, so a tab may get events twice
 * and never misses one. It reopens the subscription when a run or an earlier cursor is asked for, and
 * with growing, fully jittered pauses when it fails. It folds nothing: that is each tab's own work.
 */
import type { WatchedRun } from "#contract/watch-cursors.ts";
import type { After, OpenStream, WatchEntry } from "./stream-ports.ts";

/** Fewer than the hub would take: the runs travel in the request line, which has a size of its own. */
const maxStreamed = 96;
const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** Failures in a row after which the tabs look whether their runs still exist. */
const failuresPerCheck = 3;

interface LeaderPorts {
  /** This tab. */
  readonly tab: string;
  readonly open: OpenStream;
  readonly after: After;
  readonly random: () => number;
  /** `shared`: what other tabs than this one want of it. */
  readonly deliver: (entries: readonly WatchEntry[], shared: readonly WatchEntry[]) => void;
  readonly check: () => void;
}

interface Watched {
  cursor: number;
  readonly tabs: Set<string>;
}

export class RunLeader {
  readonly #ports: LeaderPorts;
  readonly #watched = new Map<string, Watched>();
  #close: (() => void) | null = null;
  #cancelPause: (() => void) | null = null;
  /** Counts subscriptions, so that a closed one can no longer speak. */
  #generation = 0;
  #failures = 0;

  constructor(ports: LeaderPorts) {
    this.#ports = ports;
  }

  /** `runs` is all that `tab` wants now. */
  want(tab: string, runs: readonly WatchedRun[], urgent: boolean): void {
    const wanted = new Set(runs.map((run) => run.run_id));
    for (const [id, { tabs }] of this.#watched) {
      if (!wanted.has(id) && tabs.delete(tab) && tabs.size === 0) this.#watched.delete(id);
    }
    let reopen = urgent && this.#cancelPause !== null;
    for (const { run_id, after } of runs) {
      const run = this.#watched.get(run_id);
      if (run && after >= run.cursor) {
        run.tabs.add(tab);
      } else {
        this.#watched.set(run_id, { cursor: after, tabs: (run?.tabs ?? new Set()).add(tab) });
        reopen = true;
      }
    }
    if (reopen || this.#watched.size === 0) this.#reopen();
  }

  stop(): void {
    this.#watched.clear();
    this.#reopen();
  }

  #reopen(): void {
    const generation = ++this.#generation;
    this.#close?.();
    this.#cancelPause?.();
    this.#close = null;
    this.#cancelPause = null;
    const runs = [...this.#watched].slice(0, maxStreamed).map(([run_id, { cursor }]) => ({ run_id, after: cursor }));
    if (runs.length === 0) return;
    const ifCurrent = (fn: () => void) => {
      if (generation === this.#generation) fn();
    };
    this.#close = this.#ports.open(runs, {
      onEntries: (entries) => ifCurrent(() => this.#take(entries)),
      onEnd: () => ifCurrent(() => this.#pause()),
      onFail: () => ifCurrent(() => this.#pause()),
    });
  }

  #take(entries: readonly WatchEntry[]): void {
    this.#failures = 0;
    const before = this.#watched.size;
    const shared = entries.filter(({ run_id }) => this.#wantedElsewhere(run_id));
    for (const { run_id, seq, event } of entries) {
      const run = this.#watched.get(run_id);
      if (event.type === "done" || event.type === "error") this.#watched.delete(run_id);
      else if (run) run.cursor = Math.max(run.cursor, seq);
    }
    this.#ports.deliver(entries, shared);
    const placeForOneMore = before > maxStreamed && this.#watched.size < before;
    if (this.#watched.size === 0 || placeForOneMore) this.#reopen();
  }

  #wantedElsewhere(runId: string): boolean {
    const tabs = this.#watched.get(runId)?.tabs;
    return tabs !== undefined && (tabs.size > 1 || !tabs.has(this.#ports.tab));
  }

  /** An end counts as a failure while a run has not shown its last event. */
  #pause(): void {
    this.#generation += 1;
    this.#close?.();
    this.#close = null;
    if (this.#watched.size === 0) return;
    const ceiling = Math.min(longestPauseMs, firstPauseMs * 2 ** this.#failures);
    this.#failures += 1;
    this.#cancelPause = this.#ports.after(this.#ports.random() * ceiling, () => this.#reopen());
    if (this.#failures % failuresPerCheck === 0) this.#ports.check();
  }
}
