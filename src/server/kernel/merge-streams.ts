/**
 * Merges async generators as their items come, one item of each in flight: a consumer that pauses
 * pauses every source. Closing the merge closes the sources, so they must end soon after `return()`
 * or after the signal they were made with.
 */
import { Wakeup } from "./wakeup.ts";

export async function* mergeStreams<T>(
  sources: readonly AsyncGenerator<T>[],
): AsyncGenerator<{ index: number; item: T }> {
  const wakeup = new Wakeup();
  const ready: { index: number; result: IteratorResult<T> }[] = [];
  let failure: { error: unknown } | null = null;
  let open = sources.length;

  const pull = (index: number) => {
    sources[index]?.next().then(
      (result) => {
        ready.push({ index, result });
        wakeup.wake();
      },
      (error: unknown) => {
        failure ??= { error };
        wakeup.wake();
      },
    );
  };
  sources.forEach((_, index) => {
    pull(index);
  });
  try {
    while (open > 0) {
      const next = ready.shift();
      if (next?.result.done) {
        open -= 1;
      } else if (next) {
        yield { index: next.index, item: next.result.value as T };
        pull(next.index);
      } else {
        if (failure) throw (failure as { error: unknown }).error;
        await wakeup.wait();
      }
    }
  } finally {
    for (const source of sources) source.return(undefined).catch(() => {});
  }
}
