import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { learnedScore, type Seen } from "./learned-score.ts";

const nothing: Seen = { up: 0, down: 0, completed: 0, failed: 0 };
const count = fc.nat(10_000);
const seenOf = fc.record({ up: count, down: count, completed: count, failed: count });
const declaredOf = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));

test("the example of docs/discovery.md is right", () => {
  const doc = readFileSync(join(import.meta.dirname, "../../../docs/discovery.md"), "utf8");
  const example =
    /Declared ([\d.]+), (\d+) up, (\d+) down, (\d+) completed, (\d+) failed: .* score \*\*([\d.]+)\*\*, between ([\d.]+) and ([\d.]+)\./;
  const [declared = 0, up = 0, down = 0, completed = 0, failed = 0, ...said] =
    example.exec(doc)?.slice(1).map(Number) ?? [];
  const { score, low, high } = learnedScore(declared, { up, down, completed, failed });
  expect([score, low, high].map((value) => Number(value.toFixed(2)))).toEqual(said);
});

describe("a learned score", () => {
  test("is what was declared while nothing speaks against it, and a half where nothing was", () => {
    expect(learnedScore(0.9, nothing).score).toBeCloseTo(0.9);
    expect(learnedScore(0.9, { ...nothing, completed: 50 }).score).toBeCloseTo(0.9);
    expect(learnedScore(null, nothing).score).toBeCloseTo(0.5);
  });

  test("lies between 0 and 1 and within its interval", () => {
    fc.assert(
      fc.property(declaredOf, seenOf, (declared, seen) => {
        const { score, low, high } = learnedScore(declared, seen);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(score);
        expect(score).toBeLessThanOrEqual(high);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("never falls with a thumb up or a run that completed, nor rises with their opposites", () => {
    fc.assert(
      fc.property(declaredOf, seenOf, (declared, seen) => {
        const { score } = learnedScore(declared, seen);
        const more = (field: keyof Seen) => learnedScore(declared, { ...seen, [field]: seen[field] + 1 }).score;
        expect(more("up")).toBeGreaterThanOrEqual(score);
        expect(more("completed")).toBeGreaterThanOrEqual(score);
        expect(more("down")).toBeLessThanOrEqual(score);
        expect(more("failed")).toBeLessThanOrEqual(score);
      }),
    );
  });

  test("is not lower for a higher declared score", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        seenOf,
        (a, b, seen) => {
          const [lower, higher] = a < b ? [a, b] : [b, a];
          expect(learnedScore(lower, seen).score).toBeLessThanOrEqual(learnedScore(higher, seen).score);
        },
      ),
    );
  });

  test("gets a narrower interval with more ratings of the same kind", () => {
    const width = (ratings: number) => {
      const { low, high } = learnedScore(0.8, { ...nothing, up: 0.8 * ratings, down: 0.2 * ratings });
      return high - low;
    };
    expect(width(10)).toBeLessThan(width(0));
    expect(width(100)).toBeLessThan(width(10) / 2);
  });
});
