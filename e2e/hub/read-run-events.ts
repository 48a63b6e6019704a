/** Reads a v2 event stream as the log's own entries, each under the number its `id` gives. */
import { type LoggedEvent, type RunEvent, runEvent } from "#contract/run-events.ts";
import { applyRunEvent, emptyRunState, leavesGap, type RunState } from "#contract/run-state.ts";
import { readSse } from "./read-sse.ts";

export async function* readRunEvents(response: Response): AsyncGenerator<LoggedEvent> {
  for await (const { id, data } of readSse(response.body)) {
    const event: RunEvent = runEvent.parse(JSON.parse(data));
    const [runId, seq] = (id ?? "").split(":");
    if (runId !== event.run_id) throw new Error(`an event of ${event.run_id} came under the id ${id}`);
    yield { seq: Number(seq), event };
  }
}

/** What a reader has after the entries. Throws when one comes twice, out of order, or leaves a gap. */
export function foldEntries(entries: readonly LoggedEvent[], from: RunState = emptyRunState): RunState {
  let state = from;
  for (const entry of entries) {
    if (entry.seq <= state.seq) throw new Error(`event ${entry.seq} came again after ${state.seq}`);
    if (leavesGap(state, entry)) throw new Error(`event ${entry.seq} came after ${state.seq}`);
    state = applyRunEvent(state, entry);
  }
  return state;
}

/** A whole stream, folded. Throws as `foldEntries`. */
export async function foldStream(response: Response, from: RunState = emptyRunState): Promise<RunState> {
  let state = from;
  for await (const entry of readRunEvents(response)) state = foldEntries([entry], state);
  return state;
}
