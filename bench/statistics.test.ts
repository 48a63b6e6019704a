import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { median, quantile, spreadOf } from "./statistics.ts";

const samples = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });

describe("statistics", () => {
  it("interpolates between the two samples around a quantile", () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([10, 20, 30, 40, 50], 0.25)).toBe(20);
    expect(quantile([0, 100], 0.99)).toBeCloseTo(99);
  });

  it("says NaN, not zero, when nothing was measured", () => {
    expect(median([])).toBeNaN();
    expect(spreadOf([])).toEqual({ median: Number.NaN, p25: Number.NaN, p75: Number.NaN, samples: 0 });
  });

  it("does not reorder the samples it is given", () => {
    const given = [3, 1, 2];
    quantile(given, 0.5);
    expect(given).toEqual([3, 1, 2]);
  });

  it("keeps every quantile between the extremes, and quantiles in order", () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0, max: 1, noNaN: true }), (given, q) => {
        const at = quantile(given, q);
        expect(at).toBeGreaterThanOrEqual(Math.min(...given) - 1e-9);
        expect(at).toBeLessThanOrEqual(Math.max(...given) + 1e-9);
        const { p25, median: middle, p75 } = spreadOf(given);
        expect(p25).toBeLessThanOrEqual(middle + 1e-9);
        expect(middle).toBeLessThanOrEqual(p75 + 1e-9);
      }),
    );
  });
});
