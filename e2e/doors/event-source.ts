/**
 * A client that behaves as a browser's EventSource: it comes back to the same URL with the last id it
 * saw whenever the connection ends, and stops only when told 204 or refused.
 */
import { readSse } from "#e2e/hub/read-sse.ts";

export interface Followed {
  readonly events: { readonly id: string; readonly data: string }[];
  /** The status of each connection, the first one first. */
  readonly statuses: number[];
}

/** @param cutAfter events after which a connection is cut, one number for each connection; the rest are left alone */
export async function followEventSource(url: string, cutAfter: readonly number[] = []): Promise<Followed> {
  const events: { id: string; data: string }[] = [];
  const statuses: number[] = [];
  for (;;) {
    const lastId = events.at(-1)?.id;
    const abort = new AbortController();
    const response = await fetch(url, {
      headers: { accept: "text/event-stream", "cache-control": "no-cache", ...(lastId && { "last-event-id": lastId }) },
      signal: abort.signal,
    });
    const quota = cutAfter[statuses.length] ?? Number.POSITIVE_INFINITY;
    statuses.push(response.status);
    if (response.status !== 200) {
      await response.body?.cancel();
      return { events, statuses };
    }
    let seen = 0;
    try {
      for await (const { id, data } of readSse(response.body)) {
        events.push({ id: id ?? "", data });
        seen += 1;
        if (seen >= quota) abort.abort();
      }
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    }
  }
}
