import { writeEventStream } from "#server/transport/sse/event-stream.ts";
import type { Call } from "./route.ts";

/** A comment after this much silence keeps proxies from closing the stream. */
const heartbeatMs = 15_000;

/** Answers with an event stream; resolves when it has ended or the client has gone. */
export const sendEventStream = (
  { hub, res, signal }: Call,
  frames: AsyncGenerator<string>,
  headers?: Readonly<Record<string, string>>,
): Promise<void> =>
  writeEventStream(frames, { res, signal, clock: hub.clock, heartbeatMs, ...(headers && { headers }) });
