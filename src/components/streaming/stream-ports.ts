/** What the streaming core needs of a browser, so that a test can be one. */

import type { LoggedEvent } from "#contract/run-events.ts";
import type { RunView } from "#contract/run-view.ts";
import type { WatchedRun } from "#contract/watch-cursors.ts";

/** One event on its way from the hub to the tabs. */
export interface WatchEntry extends LoggedEvent {
  readonly run_id: string;
}

export interface StreamHandlers {
  onEntries(entries: readonly WatchEntry[]): void;
  /** The hub says that every run watched has ended. */
  onEnd(): void;
  /** The connection is gone and will not come back by itself. */
  onFail(): void;
}

/** Opens one subscription over `runs`; the returned function closes it. Calls no handler before it returns. */
export type OpenStream = (runs: readonly WatchedRun[], handlers: StreamHandlers) => () => void;

export type TabMessage =
  /** All the runs a tab still needs, and from where. `urgent`: do not sit out a back-off. */
  | { readonly type: "want"; readonly tab: string; readonly runs: readonly WatchedRun[]; readonly urgent: boolean }
  /** A new leader asks every tab for its `want`. */
  | { readonly type: "ask" }
  | { readonly type: "entries"; readonly entries: readonly WatchEntry[] }
  /** The stream keeps failing: look the runs up, one may be gone. */
  | { readonly type: "check" }
  /** Something a list shows has changed in another tab. */
  | { readonly type: "changed"; readonly topic: string };

/** The other tabs of this browser. A message reaches every tab but its sender. */
export interface TabChannel {
  post(message: TabMessage): void;
  /** Returns the function that stops listening. */
  listen(fn: (message: TabMessage) => void): () => void;
}

/** Calls `lead` when this tab becomes the one leader; the returned function resigns, or stops waiting. */
export type Elect = (lead: () => void) => () => void;

/** Runs `fn` once after `ms`; the returned function cancels it. */
export type After = (ms: number, fn: () => void) => () => void;

export interface StreamPorts {
  /** Unlike that of any other tab. */
  readonly tab: string;
  readonly channel: TabChannel;
  readonly elect: Elect;
  readonly open: OpenStream;
  /** The run as the hub has it now; null when it has none of that id. Rejects when the hub does not answer. */
  readonly lookUp: (runId: string) => Promise<RunView | null>;
  readonly after: After;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
  /** Calls `flush` when it is time to paint; many requests before that are one. */
  readonly schedule: (flush: () => void) => void;
}
