import fc from "fast-check";
import { expect, test } from "vitest";
import type { DoneEvent, ErrorEvent, LoggedEvent, RunEvent } from "./run-events.ts";
import { applyRunEvent, emptyRunState, leavesGap } from "./run-state.ts";
import { unknownUsage } from "./usage.ts";

const origin = { run_id: "run_1", specialist_id: "apollo-ai" };
const timing = { queue_ms: 1, first_token_ms: 2, duration_ms: 3, provider_ms: null };
const done: DoneEvent = {
  type: "done",
  ...origin,
  finish_reason: "stop",
  tokens_used: null,
  usage: unknownUsage,
  timing,
  warnings: ["cut"],
};
const error: ErrorEvent = { type: "error", ...origin, error: { code: "TIMEOUT", message: "late" }, partial: true };
const start: RunEvent = {
  type: "start",
  ...origin,
  request_id: "req_1",
  model: "llama",
  provider: "ollama",
  session_id: null,
  routed: { by: "name", reason: "named" },
  warnings: ["cold"],
};
const queued: RunEvent = { type: "queued", ...origin, position: 2, estimated_wait_ms: null };

const log = fc
  .record({
    texts: fc.array(fc.record({ type: fc.constantFrom("content" as const, "thinking" as const), data: fc.string() })),
    waits: fc.boolean(),
    last: fc.constantFrom<RunEvent>(done, error),
  })
  .map(({ texts, waits, last }): LoggedEvent[] => {
    const middle = texts.map(({ type, data }): RunEvent => ({ type, ...origin, data }));
    return [...(waits ? [queued] : []), start, ...middle, last].map((event, i) => ({ seq: i + 1, event }));
  });
const fold = (entries: readonly LoggedEvent[], from = emptyRunState) => entries.reduce(applyRunEvent, from);

test("an event that came already changes nothing, whenever it comes again", () => {
  fc.assert(
    fc.property(log, fc.array(fc.nat()), (entries, picks) => {
      const repeated = entries.flatMap((entry, i) => [
        entry,
        ...picks.flatMap((pick) => entries[pick % (i + 1)] ?? []),
      ]);
      expect(fold(repeated)).toEqual(fold(entries));
    }),
  );
});

test("resuming from any cursor gives what reading through gives", () => {
  fc.assert(
    fc.property(log, fc.nat(), fc.nat(), (entries, cut, back) => {
      const at = cut % (entries.length + 1);
      const from = Math.max(0, at - (back % 4));
      expect(fold(entries.slice(from), fold(entries.slice(0, at)))).toEqual(fold(entries));
    }),
  );
});

test("a gap is one exactly where an event is missing; a snapshot never leaves one", () => {
  const state = fold([{ seq: 1, event: start }]);
  const content: RunEvent = { type: "content", ...origin, data: "x" };
  expect(leavesGap(state, { seq: 1, event: start })).toBe(false);
  expect(leavesGap(state, { seq: 2, event: content })).toBe(false);
  expect(leavesGap(state, { seq: 3, event: content })).toBe(true);
  const snapshot: RunEvent = { type: "snapshot", ...origin, content: "all", thinking: "t", seq: 9 };
  expect(leavesGap(state, { seq: 9, event: snapshot })).toBe(false);
  expect(applyRunEvent(state, { seq: 9, event: snapshot })).toMatchObject({ seq: 9, content: "all", thinking: "t" });
  expect(applyRunEvent({ ...state, seq: 9, content: "mine" }, { seq: 9, event: snapshot }).content).toBe("mine");
});

test("the phases of a run, its queue and its warnings", () => {
  const entries = [queued, start, done].map((event, i) => ({ seq: i + 1, event }));
  const states = entries.map((_, i) => fold(entries.slice(0, i + 1)));
  expect(states.map(({ phase }) => phase)).toEqual(["queued", "running", "done"]);
  expect(states.map(({ queue }) => queue?.position ?? null)).toEqual([2, null, null]);
  expect(states.map(({ warnings }) => warnings)).toEqual([[], ["cold"], ["cut"]]);
  expect(fold([...entries.slice(0, 2), { seq: 3, event: error }])).toMatchObject({ phase: "error", error });
});
