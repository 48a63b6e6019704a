/**
 * The run log of one process, in memory and bounded: the newest events are kept one by one, what
 * falls off the front is folded into the text a snapshot is made of.
 */
import type { LoggedEvent, SnapshotEvent } from "#contract/run-events.ts";
import type { RunLog } from "./run-log.ts";

interface Log {
  entries: LoggedEvent[];
  /** Everything up to and including `folded.seq`, which is no longer in `entries`. */
  folded: SnapshotEvent | null;
  readonly readers: Set<() => void>;
}

export class MemoryRunLog implements RunLog {
  readonly #logs = new Map<string, Log>();

  /** @param maxEvents events a run keeps one by one, at least 1 */
  constructor(readonly maxEvents: number) {}

  #log(runId: string): Log {
    let log = this.#logs.get(runId);
    if (!log) {
      log = { entries: [], folded: null, readers: new Set() };
      this.#logs.set(runId, log);
    }
    return log;
  }

  append(runId: string, entry: LoggedEvent): void {
    const log = this.#log(runId);
    log.entries.push(entry);
    // In chunks, because shifting an array by one for every event would copy it every time.
    if (log.entries.length >= this.maxEvents * 2) this.#fold(log, log.entries.length - this.maxEvents);
    for (const wake of log.readers) wake();
  }

  #fold(log: Log, count: number): void {
    let { content, thinking, seq } = log.folded ?? { content: "", thinking: "", seq: 0 };
    for (const { seq: at, event } of log.entries.splice(0, count)) {
      if (event.type === "content") content += event.data;
      if (event.type === "thinking") thinking += event.data;
      seq = at;
    }
    const { run_id, specialist_id } = (log.entries[0] as LoggedEvent).event;
    log.folded = { type: "snapshot", run_id, specialist_id, content, thinking, seq };
  }

  async read(runId: string, after: number): Promise<readonly LoggedEvent[] | null> {
    const log = this.#logs.get(runId);
    if (!log) return null;
    if (log.folded && after < log.folded.seq) return [{ seq: log.folded.seq, event: log.folded }, ...log.entries];
    const first = log.entries[0];
    return first ? log.entries.slice(Math.max(0, after - first.seq + 1)) : [];
  }

  onAppend(runId: string, wake: () => void): () => void {
    const { readers } = this.#log(runId);
    readers.add(wake);
    return () => void readers.delete(wake);
  }

  drop(runId: string): void {
    const log = this.#logs.get(runId);
    this.#logs.delete(runId);
    for (const wake of log?.readers ?? []) wake();
  }

  /** Readers now registered, over all runs; a leak check. */
  get readers(): number {
    let count = 0;
    for (const log of this.#logs.values()) count += log.readers.size;
    return count;
  }
}
