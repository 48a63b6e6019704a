import fc from "fast-check";
import { expect, test } from "vitest";
import { ManualClock } from "./manual-clock.ts";
import { paceBatches } from "./pace-batches.ts";

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A source fed by hand, and what came out of it at which time. */
function stage(urgent: (item: number) => boolean = () => false) {
  const clock = new ManualClock();
  const items: number[] = [];
  let wake = () => {};
  let ended = false;
  let closed = false;
  let asked = 0;
  async function* source() {
    try {
      for (;;) {
        asked += 1;
        while (items.length === 0 && !ended) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        const item = items.shift();
        if (item === undefined) return;
        yield item;
      }
    } finally {
      closed = true;
    }
  }
  const paced = paceBatches(source(), { clock, everyMs: 40, urgent });
  const seen: { at: number; batch: number[] }[] = [];
  const read = (async () => {
    for await (const batch of paced) seen.push({ at: clock.monotonic(), batch });
  })();
  return {
    clock,
    seen,
    read,
    paced,
    state: () => ({ closed, asked }),
    async push(...more: number[]) {
      for (const item of more) {
        items.push(item);
        wake();
        await settle();
      }
    },
    async end() {
      ended = true;
      wake();
      await settle();
    },
  };
}

test("the first item goes on at once, the rest at the pace, an urgent one ends the wait", async () => {
  const s = stage((item) => item === 99);
  await s.push(1);
  expect(s.seen).toEqual([{ at: 0, batch: [1] }]);
  await s.push(2, 3);
  await s.clock.advance(39);
  await s.push(4);
  expect(s.seen).toHaveLength(1);
  await s.clock.advance(1);
  expect(s.seen[1]).toEqual({ at: 40, batch: [2, 3, 4] });
  await s.push(5, 99);
  expect(s.seen[2]).toEqual({ at: 40, batch: [5, 99] });
  await s.end();
  await s.read;
  expect(s.state().closed).toBe(true);
});

test("every item comes out once and in order, whatever the times", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 30 }), async (waits) => {
      const s = stage((item) => item % 7 === 6);
      for (const [i, wait] of waits.entries()) {
        await s.push(i);
        await s.clock.advance(wait);
      }
      await s.end();
      await s.clock.advance(100);
      await s.read;
      expect(s.seen.flatMap(({ batch }) => batch)).toEqual(waits.map((_, i) => i));
    }),
    { numRuns: 40 },
  );
});
