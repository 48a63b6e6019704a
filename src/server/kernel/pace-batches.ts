/**
 * Slows a stream to the pace of its reader's screen: the first item goes on at once, what comes within
 * `everyMs` of the last batch is gathered into the next. An urgent item ends the gathering.
 *
 * It asks for one item ahead and no more, so a reader that pauses pauses the source.
 */
import type { Clock } from "./clock.ts";

export interface Pace<T> {
  readonly clock: Clock;
  readonly everyMs: number;
  readonly urgent: (item: T) => boolean;
}

export async function* paceBatches<T>(source: AsyncGenerator<T>, pace: Pace<T>): AsyncGenerator<T[]> {
  const { clock, everyMs, urgent } = pace;
  let last = Number.NEGATIVE_INFINITY;
  let next = source.next();
  try {
    for (let result = await next; !result.done; result = await next) {
      next = source.next();
      const batch = [result.value];
      let ripe = urgent(result.value);
      while (!ripe) {
        const more = await Promise.race([next, elapsed(clock, last + everyMs - clock.monotonic())]);
        if (!more || more.done) break;
        batch.push(more.value);
        ripe = urgent(more.value);
        next = source.next();
      }
      last = clock.monotonic();
      yield batch;
    }
  } finally {
    next.catch(() => {});
    await source.return(undefined);
  }
}

/** Resolves with null after `ms`, at once when that has passed. */
const elapsed = (clock: Clock, ms: number): Promise<null> =>
  new Promise((resolve) => {
    if (ms <= 0) resolve(null);
    else clock.after(ms, () => resolve(null));
  });
