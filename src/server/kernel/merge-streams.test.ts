import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeStreams } from "./merge-streams.ts";
import { Wakeup } from "./wakeup.ts";

const tick = () => new Promise((resolve) => setImmediate(resolve));

test("every item of every source comes once, each source in its own order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.nat(3), { maxLength: 8 }), { maxLength: 6 }), async (given) => {
      const sources = given.map(async function* (pauses, source) {
        for (const [i, pause] of pauses.entries()) {
          for (let n = 0; n < pause; n += 1) await tick();
          yield `${source}.${i}`;
        }
      });
      const got = given.map((): string[] => []);
      for await (const { index, item } of mergeStreams(sources)) got[index]?.push(item);
      expect(got).toEqual(given.map((pauses, source) => pauses.map((_, i) => `${source}.${i}`)));
    }),
    { numRuns: 60 },
  );
});

/** A source that counts what was asked of it and notes its end. */
function counted(items: number) {
  const seen = { asked: 0, closed: false };
  async function* source() {
    try {
      for (; seen.asked < items; ) {
        seen.asked += 1;
        yield seen.asked;
      }
    } finally {
      seen.closed = true;
    }
  }
  return { seen, source: source() };
}

test("a consumer that pauses pauses every source: one item of each is in flight", async () => {
  const sources = [counted(100), counted(100), counted(100)];
  const merged = mergeStreams(sources.map(({ source }) => source));
  await merged.next();
  for (let i = 0; i < 20; i += 1) await tick();
  for (const { seen } of sources) expect(seen.asked).toBeLessThanOrEqual(2);
  await merged.return(undefined);
});

test("closing closes the sources, those not yet read too", async () => {
  const sources = [counted(5), counted(5)];
  const merged = mergeStreams(sources.map(({ source }) => source));
  for await (const _ of merged) break;
  await tick();
  expect(sources.map(({ seen }) => seen.closed)).toEqual([true, true]);
});

test("an error surfaces after what came before it, and closes the others", async () => {
  const other = counted(1000);
  async function* failing() {
    yield 1;
    throw new Error("broken");
  }
  const got: number[] = [];
  const read = async () => {
    for await (const { index, item } of mergeStreams([failing(), other.source])) if (index === 0) got.push(item);
  };
  await expect(read()).rejects.toThrow("broken");
  await tick();
  expect(got).toEqual([1]);
  expect(other.seen.closed).toBe(true);
});

test("nothing to merge ends at once", async () => {
  expect(await mergeStreams([]).next()).toEqual({ done: true, value: undefined });
});

describe("a wake-up", () => {
  test("missed is noticed at the next wait, and many cost one look", async () => {
    const wakeup = new Wakeup();
    wakeup.wake();
    wakeup.wake();
    await wakeup.wait();
    let woken = false;
    const waiting = wakeup.wait().then(() => {
      woken = true;
    });
    await tick();
    expect(woken).toBe(false);
    wakeup.wake();
    await waiting;
  });

  test("between a wake and its wait is not lost", async () => {
    const wakeup = new Wakeup();
    let produced = 0;
    let consumed = 0;
    const producer = (async () => {
      for (; produced < 500; ) {
        produced += 1;
        wakeup.wake();
        if (produced % 7 === 0) await tick();
      }
    })();
    while (consumed < 500) {
      await wakeup.wait();
      consumed = produced;
    }
    await producer;
    expect(consumed).toBe(500);
  });
});
