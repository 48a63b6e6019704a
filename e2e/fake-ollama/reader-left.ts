import type { ServerResponse } from "node:http";

/** Fires when nobody reads the answer any more: the exchange is over, or the other side has hung up. */
export const readerLeft = (response: ServerResponse): AbortSignal => {
  const left = new AbortController();
  response.once("close", () => left.abort());
  return left.signal;
};
