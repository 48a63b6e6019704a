import { describe, expect, test } from "vitest";
import { applyRunEvent, emptyRunState } from "#contract/run-state.ts";
import type { RunView } from "#contract/run-view.ts";
import { openLiveRuns, testIdentity } from "./live-run.fixture.ts";
import { nextContext } from "./next-context.ts";
import { runToView } from "./run-to-view.ts";
import { finalEvent, storedEvents } from "./stored-events.ts";

const finished = (changes: Partial<RunView> = {}): RunView => ({
  ...runToView(openLiveRuns().live.open(testIdentity())),
  status: "completed",
  finish_reason: "stop",
  content: "the answer",
  thinking: "hm",
  last_seq: 7,
  ...changes,
});

describe("the events of a finished run", () => {
  test("are a snapshot and the end, as far as the reader has not seen them", () => {
    const view = finished();
    const types = (after: number) => storedEvents(view, after).map(({ seq, event }) => [seq, event.type]);
    for (let after = 0; after < 6; after += 1)
      expect(types(after)).toEqual([
        [6, "snapshot"],
        [7, "done"],
      ]);
    expect(types(6)).toEqual([[7, "done"]]);
    expect(types(7)).toEqual([]);
    expect(types(100)).toEqual([]);
  });

  test("fold to the whole", () => {
    const state = storedEvents(finished(), 0).reduce(applyRunEvent, emptyRunState);
    expect(state).toMatchObject({ seq: 7, phase: "done", content: "the answer", thinking: "hm" });
  });

  test("of one that failed at once are its error alone", () => {
    const error = { code: "AI_UNAVAILABLE" as const, message: "down" };
    const view = finished({ status: "failed", finish_reason: null, error, content: "", thinking: "", last_seq: 1 });
    expect(storedEvents(view, 0)).toEqual([
      { seq: 1, event: expect.objectContaining({ type: "error", partial: false }) },
    ]);
  });
});

describe("the last event", () => {
  test("of a run with a finish reason is done, with its warnings and the next stage's context", () => {
    const context = { pipeline_stage: 2, memory_hints: ["short"] };
    expect(finalEvent(finished({ warnings: ["cut"], context }))).toMatchObject({
      type: "done",
      warnings: ["cut"],
      context: { pipeline_stage: 3, previous_specialist: "apollo-ai", previous_response: "the answer" },
    });
    expect(finalEvent(finished())).not.toHaveProperty("warnings");
    expect(finalEvent(finished())).not.toHaveProperty("context");
    expect(finalEvent(finished({ finish_reason: "cancelled" }))).toMatchObject({ type: "done" });
  });

  test("of one without is its error, partial when anything came", () => {
    const error = { code: "TIMEOUT" as const, message: "late" };
    const failed = { status: "failed" as const, finish_reason: null, error };
    expect(finalEvent(finished(failed))).toMatchObject({ type: "error", error, partial: true });
    expect(finalEvent(finished({ ...failed, content: "" }))).toMatchObject({ partial: true });
    expect(finalEvent(finished({ ...failed, content: "", thinking: "" }))).toMatchObject({ partial: false });
    expect(finalEvent(finished({ ...failed, error: null }))).toMatchObject({ error: { code: "INTERNAL" } });
  });
});

test("the next stage's context keeps what was given, one stage on; an empty answer is no previous one", () => {
  const given = { session_id: "s", memory_hints: ["a"], previous_specialist: "x", previous_response: "old" };
  expect(nextContext(given, "apollo-ai", "new")).toEqual({
    session_id: "s",
    memory_hints: ["a"],
    pipeline_stage: 1,
    previous_specialist: "apollo-ai",
    previous_response: "new",
  });
  expect(nextContext(given, "apollo-ai", " \n")).not.toHaveProperty("previous_response");
});
