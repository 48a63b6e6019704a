/** The events of a finished run, made again from its row: everything so far as one snapshot, then the end. */
import type { DoneEvent, ErrorEvent, LoggedEvent } from "#contract/run-events.ts";
import type { RunView } from "#contract/run-view.ts";
import { nextContext } from "./next-context.ts";

export function finalEvent(view: RunView): DoneEvent | ErrorEvent {
  const origin = { run_id: view.id, specialist_id: view.specialist_id };
  if (view.finish_reason) {
    return {
      type: "done",
      ...origin,
      finish_reason: view.finish_reason,
      tokens_used: view.tokens_used,
      usage: view.usage,
      timing: view.timing,
      ...(view.warnings.length > 0 && { warnings: view.warnings }),
      ...(view.context_used !== null && { context_used: view.context_used }),
      ...(view.context && { context: nextContext(view.context, view.specialist_id, view.content) }),
    };
  }
  const error = view.error ?? { code: "INTERNAL" as const, message: "This run ended without a recorded reason." };
  return { type: "error", ...origin, error, partial: view.content !== "" || view.thinking !== "" };
}

/** What a reader at `after` has not seen; empty when it has seen the end. */
export function storedEvents(view: RunView, after: number): LoggedEvent[] {
  if (after >= view.last_seq) return [];
  const { id: run_id, specialist_id, content, thinking } = view;
  const seq = Math.max(view.last_seq - 1, 0);
  const snapshot: LoggedEvent[] =
    after < seq ? [{ seq, event: { type: "snapshot", run_id, specialist_id, content, thinking, seq } }] : [];
  return [...snapshot, { seq: view.last_seq, event: finalEvent(view) }];
}
