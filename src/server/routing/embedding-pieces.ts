/** Long work on many things, with a pause for the event loop after every few of them. */
import { setImmediate } from "node:timers/promises";

/** @throws the signal's reason, wrapped by node in an AbortError, at the next pause */
export async function* inPieces<T>(items: Iterable<T>, atOnce: number, signal?: AbortSignal): AsyncGenerator<T> {
  let count = 0;
  for (const item of items) {
    if (count++ % atOnce === 0) await setImmediate(undefined, { ...(signal && { signal }) });
    yield item;
  }
}
