import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import { Coalescer, type TextKind } from "./coalesce.ts";

const limits = { windowMs: 15, maxChars: 64 };

function record() {
  const clock = new ManualClock();
  const out: { kind: TextKind; text: string; at: number }[] = [];
  const coalescer = new Coalescer(clock, limits, (kind, text) => out.push({ kind, text, at: clock.monotonic() }));
  return { clock, out, coalescer };
}

const splitsPair = (before: string, after: string) => /[\ud800-\udbff]$/.test(before) && /^[\udc00-\udfff]/.test(after);

/** Pieces of any text: code units cut anywhere, halves of pairs among them. */
const pieces = fc.array(
  fc.record({
    kind: fc.constantFrom<TextKind>("content", "thinking"),
    text: fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.constantFrom("\ud83d", "\ude00", "👍", "", "\r\n", "e\u0301"),
    ),
    waitMs: fc.integer({ min: 0, max: 20 }),
  }),
  { maxLength: 40 },
);

/** Text of one kind after another, as a reader that joins them sees it. */
const joined = (items: readonly { kind: TextKind; text: string }[]) => {
  const runs: { kind: TextKind; text: string }[] = [];
  for (const { kind, text } of items) {
    const last = runs.at(-1);
    if (text === "") continue;
    if (last?.kind === kind) last.text += text;
    else runs.push({ kind, text });
  }
  return runs;
};

describe("whatever comes, however it is cut", () => {
  test("text is neither lost nor reordered, no pair is split, and no timer is left", async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (given) => {
        const { clock, out, coalescer } = record();
        for (const { kind, text, waitMs } of given) {
          coalescer.push(kind, text);
          if (waitMs > 0) await clock.advance(waitMs);
        }
        coalescer.flush();
        expect(joined(out)).toEqual(joined(given));
        expect(out.every(({ text }) => text !== "")).toBe(true);
        for (const [i, { kind, text }] of out.entries()) {
          const next = out[i + 1];
          if (next?.kind === kind) expect(splitsPair(text, next.text)).toBe(false);
        }
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  test("of one kind and small, at most one event a window", async () => {
    const waits = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(waits, async (given) => {
        const { clock, out, coalescer } = record();
        for (const waitMs of given) {
          coalescer.push("content", "a");
          if (waitMs > 0) await clock.advance(waitMs);
        }
        for (const [i, { at }] of out.entries()) {
          const before = out[i - 1];
          if (before) expect(at - before.at).toBeGreaterThanOrEqual(limits.windowMs);
        }
      }),
      { numRuns: 100 },
    );
  });
});

test("the first piece goes out at once, the next with the window, a large one without waiting", async () => {
  const { clock, out, coalescer } = record();
  coalescer.push("content", "a");
  expect(out.map(({ text }) => text)).toEqual(["a"]);
  coalescer.push("content", "b");
  coalescer.push("content", "c");
  expect(out).toHaveLength(1);
  await clock.advance(15);
  expect(out[1]).toMatchObject({ text: "bc", at: 15 });
  coalescer.push("content", "d".repeat(64));
  expect(out).toHaveLength(3);
});

test("half a pair waits for its other half, and goes out alone only at the end", async () => {
  const { clock, out, coalescer } = record();
  coalescer.push("content", "a\ud83d");
  await clock.advance(100);
  expect(out.map(({ text }) => text)).toEqual(["a"]);
  coalescer.push("content", "\ude00");
  expect(out[1]?.text).toBe("😀");
  coalescer.push("content", "\ud83d");
  coalescer.flush();
  expect(out.at(-1)?.text).toBe("\ud83d");
});

test("an empty piece of the other kind does not part a pair", () => {
  const { out, coalescer } = record();
  coalescer.push("thinking", "\ud83d");
  coalescer.push("content", "");
  coalescer.push("thinking", "\ude00");
  coalescer.flush();
  expect(out.map(({ kind, text }) => [kind, text])).toEqual([["thinking", "😀"]]);
});
