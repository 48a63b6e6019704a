/** Order statistics of samples. Nothing here assumes a distribution. */

/**
 * The q-quantile (0..1), linear between neighbours, as numpy and R (type 7) compute it. NaN without
 * samples.
 */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** A figure measured several times: its median, and where the middle half of the repeats lies. */
export interface Spread {
  readonly median: number;
  readonly p25: number;
  readonly p75: number;
  readonly samples: number;
}

export const spreadOf = (samples: readonly number[]): Spread => ({
  median: median(samples),
  p25: quantile(samples, 0.25),
  p75: quantile(samples, 0.75),
  samples: samples.length,
});
