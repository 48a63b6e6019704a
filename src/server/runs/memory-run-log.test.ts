import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LoggedEvent, RunEvent } from "#contract/run-events.ts";
import { applyRunEvent, emptyRunState, leavesGap, type RunState } from "#contract/run-state.ts";
import { MemoryRunLog } from "./memory-run-log.ts";

const origin = { run_id: "run_1", specialist_id: "apollo-ai" };
const texts = fc.array(
  fc.record({ type: fc.constantFrom("content" as const, "thinking" as const), data: fc.string({ minLength: 1 }) }),
  { minLength: 1, maxLength: 80 },
);
const toEntries = (given: readonly { type: "content" | "thinking"; data: string }[]): LoggedEvent[] =>
  given.map(({ type, data }, i) => ({ seq: i + 1, event: { type, ...origin, data } satisfies RunEvent }));

const fold = (entries: readonly LoggedEvent[], from: RunState = emptyRunState): RunState =>
  entries.reduce((state, entry) => {
    expect(leavesGap(state, entry)).toBe(false);
    return applyRunEvent(state, entry);
  }, from);

describe("a reader at any cursor, of a log of any size", () => {
  test("has the whole text after one read, with at most one snapshot, the first", async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 20 }), async (given, maxEvents) => {
        const entries = toEntries(given);
        const log = new MemoryRunLog(maxEvents);
        for (const entry of entries) log.append("run_1", entry);
        const whole = fold(entries);
        for (let after = 0; after <= entries.length; after += 1) {
          const read = (await log.read("run_1", after)) ?? [];
          expect(fold(read, fold(entries.slice(0, after)))).toMatchObject({
            seq: whole.seq,
            content: whole.content,
            thinking: whole.thinking,
          });
          const snapshots = read.flatMap(({ event }, i) => (event.type === "snapshot" ? [i] : []));
          expect(snapshots.length === 0 || (snapshots.length === 1 && snapshots[0] === 0)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("that reads between appends has it too", async () => {
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 40 }),
        async (given, max, every) => {
          const entries = toEntries(given);
          const log = new MemoryRunLog(max);
          let state = emptyRunState;
          for (const [i, entry] of entries.entries()) {
            log.append("run_1", entry);
            if (i % every === 0) state = fold((await log.read("run_1", state.seq)) ?? [], state);
          }
          state = fold((await log.read("run_1", state.seq)) ?? [], state);
          expect(state).toMatchObject({ content: fold(entries).content, thinking: fold(entries).thinking });
          expect(await log.read("run_1", state.seq)).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });
});

test("the log holds no more than twice its bound", async () => {
  const log = new MemoryRunLog(10);
  for (const entry of toEntries(Array.from({ length: 1000 }, () => ({ type: "content", data: "x" })))) {
    log.append("run_1", entry);
    expect((await log.read("run_1", 0))?.length).toBeLessThanOrEqual(20);
  }
});

test("a run it does not hold is null; one that is dropped wakes its readers", async () => {
  const log = new MemoryRunLog(10);
  expect(await log.read("run_1", 0)).toBeNull();
  let woken = 0;
  const release = log.onAppend("run_1", () => {
    woken += 1;
  });
  expect(log.readers).toBe(1);
  log.append("run_1", { seq: 1, event: { type: "content", ...origin, data: "x" } });
  log.drop("run_1");
  expect(woken).toBe(2);
  expect(await log.read("run_1", 0)).toBeNull();
  release();
  expect(log.readers).toBe(0);
});
