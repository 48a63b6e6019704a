/**
 * How good a specialist is at a capability, by what was seen of it: quality × reliability.
 *
 * Quality is what people think of its answers. The declared score counts as much as ten ratings, so that one
 * thumb does not overturn it and a hundred do: with m declared, q = (10 m + up) / (10 + up + down), the mean
 * of the Beta distribution that these ratings make of Beta(10 m, 10 (1 - m)). Reliability is the share of runs
 * that came to an end, (completed + 1) / (completed + failed + 1): 1 until something fails, because a
 * capability that was never asked for has not failed.
 *
 * The interval is the posterior's mean ± 1.96 standard deviations, times the same reliability: it says how
 * far the opinion of more people might move the score, and takes reliability as known.
 */
export interface Seen {
  readonly up: number;
  readonly down: number;
  readonly completed: number;
  readonly failed: number;
}

export interface LearnedScore {
  /** 0..1 */
  readonly score: number;
  /** 95 % */
  readonly low: number;
  readonly high: number;
}

/** The declared score is worth so many ratings. */
const priorRatings = 10;
/** Where none is declared nothing is known. */
const unknownQuality = 0.5;
/** Standard deviations to either side that hold 95 % of a normal distribution. */
const deviations95 = 1.96;

/** @param declared 0..1; null: none */
export function learnedScore(declared: number | null, { up, down, completed, failed }: Seen): LearnedScore {
  const prior = declared ?? unknownQuality;
  const good = priorRatings * prior + up;
  const bad = priorRatings * (1 - prior) + down;
  const ratings = good + bad;
  const quality = good / ratings;
  const deviation = Math.sqrt((good * bad) / (ratings * ratings * (ratings + 1)));
  const reliability = (completed + 1) / (completed + failed + 1);
  const reliably = (share: number) => Math.min(1, Math.max(0, share)) * reliability;
  return {
    score: reliably(quality),
    low: reliably(quality - deviations95 * deviation),
    high: reliably(quality + deviations95 * deviation),
  };
}
