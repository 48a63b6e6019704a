/** A run's events as text/event-stream frames. An encoder may keep state; it never decides anything. */
import type { LoggedEvent } from "#contract/run-events.ts";
import { AppError } from "#server/kernel/app-error.ts";

/** Each event as `id: {run}:{seq}` and one line of JSON, so that EventSource's onmessage sees it. */
export const encodeEvent = ({ seq, event }: LoggedEvent): string =>
  `id: ${event.run_id}:${seq}\ndata: ${JSON.stringify(event)}\n\n`;

/** Tells EventSource how soon to come back after a cut. */
const greeting = "retry: 500\n\n";

/** Joins each batch into one frame, the first with the greeting. */
export async function* toFrames(
  batches: AsyncGenerator<readonly LoggedEvent[]>,
  encode: (entry: LoggedEvent) => string,
  start = greeting,
): AsyncGenerator<string> {
  let head = start;
  for await (const batch of batches) {
    yield head + batch.map(encode).join("");
    head = "";
  }
}

/** The same, but the head goes out at once: a run one comes back to may be silent for long. */
export async function* toFramesAtOnce(
  batches: AsyncGenerator<readonly LoggedEvent[]>,
  encode: (entry: LoggedEvent) => string,
): AsyncGenerator<string> {
  yield greeting;
  yield* toFrames(batches, encode, "");
}

/**
 * Waits for the first batch; a run that failed before it began becomes the error itself, which can
 * still be an HTTP status.
 * @throws AppError the run's
 */
export async function openOrThrow(
  batches: AsyncGenerator<readonly LoggedEvent[]>,
): Promise<AsyncGenerator<readonly LoggedEvent[]>> {
  const first = await batches.next();
  const entry = first.done ? undefined : first.value[0];
  if (entry?.seq === 1 && entry.event.type === "error") {
    await batches.return(undefined);
    const { code, message, details } = entry.event.error;
    throw new AppError(code, message, details);
  }
  return resume(first, batches);
}

async function* resume<T>(first: IteratorResult<T>, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    if (first.done) return;
    yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
