/** A run as a list or a lookup gave it, in the form the reducer goes on from. */
import type { RunState } from "#contract/run-state.ts";
import type { RunView } from "#contract/run-view.ts";

/** Spelled out rather than imported: the contract's values bring zod, which the browser has no use for. */
export const isLive = (view: RunView): boolean => view.status === "queued" || view.status === "running";

export function stateOfView(view: RunView): RunState {
  const { last_seq: seq, content, thinking, model, provider, routed, warnings } = view;
  const known = { seq, content, thinking, model, provider, routed, warnings, queue: null, done: null, error: null };
  if (view.status === "queued") return { ...known, phase: "waiting" };
  if (view.status === "running") return { ...known, phase: "running" };
  const origin = { run_id: view.id, specialist_id: view.specialist_id };
  if (view.finish_reason) {
    const { finish_reason, tokens_used, usage, timing } = view;
    return { ...known, phase: "done", done: { type: "done", ...origin, finish_reason, tokens_used, usage, timing } };
  }
  const error = view.error ?? { code: "INTERNAL", message: "This run ended without a recorded reason." };
  return { ...known, phase: "error", error: { type: "error", ...origin, error, partial: content !== "" } };
}
