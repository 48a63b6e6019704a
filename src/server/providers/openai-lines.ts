/**
 * Stands between the socket and the openai package's parser, which holds an event in memory however
 * long it grows: a line over the limit is AI_UNAVAILABLE.
 */
import type { OutboundResponse } from "./outbound-exchange.ts";
import type { OutboundFault } from "./outbound-fault.ts";

const maxLineBytes = 1024 * 1024;
const newline = 0x0a;

/** The bytes of the response, unchanged. Throws AppError AI_UNAVAILABLE and whatever the response throws. */
export async function* boundedLines(response: OutboundResponse, fault: OutboundFault): AsyncGenerator<Uint8Array> {
  let openLineBytes = 0;
  for (let chunk = await response.read(); chunk !== null; chunk = await response.read()) {
    // Chunks are far smaller than the limit, so only a line that spans several can reach it.
    const first = chunk.indexOf(newline);
    if (openLineBytes + (first < 0 ? chunk.length : first) > maxLineBytes)
      throw fault.unavailable("sent a line longer than the hub accepts.");
    const last = chunk.lastIndexOf(newline);
    openLineBytes = last < 0 ? openLineBytes + chunk.length : chunk.length - last - 1;
    yield chunk;
  }
}
