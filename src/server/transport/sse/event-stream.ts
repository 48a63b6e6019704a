/**
 * Writes server-sent events at the reader's own pace: the next batch is asked for only when the last
 * one has left, so a slow reader lags in the run's log and holds nothing here.
 */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Clock } from "#server/kernel/clock.ts";

export interface EventStreamOptions {
  readonly res: ServerResponse;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly heartbeatMs: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends every string of `frames` as it is; the head goes out with the first. Ends the response. */
export async function writeEventStream(
  frames: AsyncGenerator<string>,
  { res, signal, clock, heartbeatMs, headers }: EventStreamOptions,
): Promise<void> {
  let cancelBeat = () => {};
  const beat = () => {
    // A reader that does not read needs no proof of life, and must not gather any.
    if (res.headersSent && res.writableLength === 0) res.write(": keep-alive\n\n");
    cancelBeat = clock.after(heartbeatMs, beat);
  };
  cancelBeat = clock.after(heartbeatMs, beat);
  try {
    for await (const frame of frames) {
      if (signal.aborted) break;
      if (!res.headersSent) {
        res.writeHead(200, {
          "content-type": "text/event-stream; charset=utf-8",
          "cache-control": "no-cache, no-transform",
          "x-accel-buffering": "no",
          ...headers,
        });
      }
      cancelBeat();
      cancelBeat = clock.after(heartbeatMs, beat);
      if (frame !== "" && !res.write(frame)) await once(res, "drain", { signal }).catch(() => {});
    }
    if (!signal.aborted) res.end();
  } finally {
    cancelBeat();
  }
}
