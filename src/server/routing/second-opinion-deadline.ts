/** Work that is given up after a time, or when its owner closes, whether it listens to its signal or not. */
import type { Clock } from "#server/kernel/clock.ts";

/** @throws what `work` throws, the reason of `closing`, or an Error when `ms` have passed */
export async function within<T>(
  ms: number,
  { clock, closing }: { readonly clock: Clock; readonly closing: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const giveUp = new AbortController();
  const { signal } = giveUp;
  const close = () => giveUp.abort(closing.reason);
  closing.addEventListener("abort", close, { once: true });
  const cancel = clock.after(ms, () => giveUp.abort(new Error(`no answer within ${ms} ms`)));
  const givenUp = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  try {
    if (closing.aborted) close();
    return await Promise.race([givenUp, work(signal)]);
  } finally {
    cancel();
    closing.removeEventListener("abort", close);
  }
}
