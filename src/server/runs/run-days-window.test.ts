import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RunDaysWindow } from "./run-days-window.ts";

const days = 7;

describe("a window of days", () => {
  test("has the sums of its days, whatever came before them, in whatever order they came", () => {
    const addition = fc.record({ day: fc.integer({ min: 100, max: 130 }), count: fc.integer({ min: -3, max: 9 }) });
    fc.assert(
      fc.property(fc.array(addition), fc.integer({ min: 0, max: 40 }), (additions, later) => {
        const window = new RunDaysWindow(days, ["count"]);
        for (const { day, count } of additions) window.add(day, { count });
        const today = Math.max(100, ...additions.map(({ day }) => day)) + later;
        const expected = additions.filter(({ day }) => day > today - days).reduce((sum, { count }) => sum + count, 0);
        expect(window.total(today)).toEqual({ count: expected });
      }),
    );
  });

  test("passes over days that are still to come", () => {
    const window = new RunDaysWindow(days, ["count"]);
    window.add(100, { count: 1 });
    window.add(102, { count: 10 });
    expect([window.total(100), window.total(102)]).toEqual([{ count: 1 }, { count: 11 }]);
  });
});
