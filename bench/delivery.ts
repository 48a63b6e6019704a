/** Which tokens of a stream came in time. */
import type { AnswerTiming } from "./answer-timing.ts";
import type { UpstreamScript } from "./upstream-scripts.ts";

/** How long after it was offered a token still counts as in time, ms. */
export const lateAfterMs = 100;

/**
 * How late each token came, ms. A token is offered at its place in the schedule counted from the
 * request, so all that happens before the upstream begins counts as lateness too.
 */
export function lateness({ arrivals }: Pick<AnswerTiming, "arrivals">, { tokenMs }: UpstreamScript): number[] {
  const late: number[] = [];
  for (const { atMs, tokens } of arrivals) {
    while (late.length < tokens) late.push(atMs - late.length * tokenMs);
  }
  return late;
}

/** Tokens in time of those offered, 0..1; a token that never came is not in time. */
export function deliveredRatio(late: readonly number[], offered: number): number {
  return late.filter((ms) => ms <= lateAfterMs).length / offered;
}
