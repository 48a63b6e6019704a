/**
 * The runs of this process: those that go on, and the logs of those that ended lately, so that a
 * reader who reconnects gets the events themselves rather than a snapshot.
 */
import type { Actor } from "#server/kernel/actor.ts";
import type { Clock } from "#server/kernel/clock.ts";
import { LiveRun, type RunIdentity } from "./live-run.ts";
import type { RunLog } from "./run-log.ts";

export class LiveRuns {
  readonly #active = new Map<string, LiveRun>();
  /** Ended, log still held; oldest first. */
  readonly #ended = new Map<string, LiveRun>();

  /**
   * @param graceMs how long an unwatched run with policy "cancel" goes on
   * @param retainMs @param retainRuns how long, and how many, ended runs keep their log
   */
  constructor(
    private readonly deps: {
      readonly log: RunLog;
      readonly clock: Clock;
      readonly graceMs: number;
      readonly retainMs: number;
      readonly retainRuns: number;
    },
  ) {}

  open(identity: RunIdentity): LiveRun {
    const run = new LiveRun(identity, this.deps);
    this.#active.set(identity.id, run);
    return run;
  }

  /** The run, when this process holds it and it is the actor's. */
  find(actor: Actor, runId: string): LiveRun | null {
    const run = this.#active.get(runId) ?? this.#ended.get(runId);
    return run && run.identity.ownerId === actor.id && !run.forgotten ? run : null;
  }

  /** The runs of a session that have not ended, in the order they began. */
  inSession(sessionId: string): LiveRun[] {
    return [...this.#active.values()].filter(({ identity }) => identity.sessionId === sessionId);
  }

  /** Those of the run's session that began before it and have not ended. */
  aheadInSession(run: LiveRun): LiveRun[] {
    const { sessionId } = run.identity;
    if (sessionId === null) return [];
    const runs = this.inSession(sessionId);
    return runs.slice(0, Math.max(0, runs.indexOf(run)));
  }

  /** The rows of these runs are gone, or back: who watches one sees it end, but nobody finds it any more. */
  forget(which: (run: LiveRun) => boolean, forgotten = true): void {
    for (const runs of [this.#active, this.#ended]) {
      for (const run of runs.values()) if (which(run)) run.forgotten = forgotten;
    }
  }

  /** Takes the run off the active ones; its log stays a while. */
  end(run: LiveRun): void {
    const { id } = run.identity;
    this.#active.delete(id);
    this.#ended.set(id, run);
    run.close();
    for (const old of this.#ended.keys()) {
      if (this.#ended.size <= this.deps.retainRuns) break;
      this.#forget(old);
    }
    this.deps.clock.after(this.deps.retainMs, () => this.#forget(id));
  }

  /** Takes back a run that never began. */
  discard(run: LiveRun): void {
    this.#active.delete(run.identity.id);
    run.close();
    this.deps.log.drop(run.identity.id);
  }

  #forget(runId: string): void {
    if (this.#ended.delete(runId)) this.deps.log.drop(runId);
  }

  active(): IterableIterator<LiveRun> {
    return this.#active.values();
  }

  get activeCount(): number {
    return this.#active.size;
  }
}
