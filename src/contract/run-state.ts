/**
 * The pure reducer of a run's events: what a reader has after each one.
 *
 * Feeding it an event twice, or one it already has, changes nothing, so a reader may resume from any
 * cursor at or before its own.
 */
import type { DoneEvent, ErrorEvent, LoggedEvent, QueuedEvent, Routed } from "./run-events.ts";

export type RunPhase = "waiting" | "queued" | "running" | "done" | "error";

export interface RunState {
  /** The last event taken in; where to resume. */
  readonly seq: number;
  readonly phase: RunPhase;
  readonly content: string;
  readonly thinking: string;
  readonly queue: Pick<QueuedEvent, "position" | "estimated_wait_ms"> | null;
  readonly model: string | null;
  readonly provider: string | null;
  readonly routed: Routed | null;
  readonly warnings: readonly string[];
  readonly done: DoneEvent | null;
  readonly error: ErrorEvent | null;
}

export const emptyRunState: RunState = {
  seq: 0,
  phase: "waiting",
  content: "",
  thinking: "",
  queue: null,
  model: null,
  provider: null,
  routed: null,
  warnings: [],
  done: null,
  error: null,
};

/** True when `entry` does not follow what `state` has: the reader must resume from `state.seq`. */
export const leavesGap = (state: RunState, entry: LoggedEvent): boolean =>
  entry.event.type !== "snapshot" && entry.seq > state.seq + 1;

export function applyRunEvent(state: RunState, { seq, event }: LoggedEvent): RunState {
  if (seq <= state.seq) return state;
  switch (event.type) {
    case "queued": {
      const { position, estimated_wait_ms } = event;
      return { ...state, seq, phase: "queued", queue: { position, estimated_wait_ms } };
    }
    case "start": {
      const { model, provider, routed, warnings } = event;
      return { ...state, seq, phase: "running", queue: null, model, provider, routed, warnings };
    }
    case "thinking":
      return { ...state, seq, phase: "running", thinking: state.thinking + event.data };
    case "content":
      return { ...state, seq, phase: "running", content: state.content + event.data };
    case "snapshot":
      return { ...state, seq, phase: "running", queue: null, content: event.content, thinking: event.thinking };
    case "done":
      return { ...state, seq, phase: "done", queue: null, done: event, warnings: event.warnings ?? state.warnings };
    case "error":
      return { ...state, seq, phase: "error", queue: null, error: event };
  }
}
