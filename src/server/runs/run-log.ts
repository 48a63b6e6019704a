/**
 * The port to a live run's event log. One writer appends; any number of readers read after their own
 * cursor. The wake-up carries no payload, so a slow reader costs nothing but its own lag.
 *
 * Nothing outside an implementation may assume that reader and writer share a process.
 */
import type { LoggedEvent } from "#contract/run-events.ts";

export interface RunLog {
  append(runId: string, entry: LoggedEvent): void | Promise<void>;
  /**
   * The events after `after`, in order. When the log no longer reaches back that far, the first is a
   * snapshot of everything up to its own `seq`. Null: this log does not hold the run (any more).
   */
  read(runId: string, after: number): Promise<readonly LoggedEvent[] | null>;
  /** Calls `wake` after every append (and when the run is dropped) until the returned function is called. */
  onAppend(runId: string, wake: () => void): () => void;
  drop(runId: string): void;
}
