/** Reads an event stream over HTTP as its events, each as soon as it is there. */
export interface SseEvent {
  readonly id: string | null;
  readonly event: string | null;
  readonly data: string;
}

/** Splits text into events by the standard's rules; comments and `retry` are passed over. */
export async function* readSse(body: ReadableStream<Uint8Array> | null): AsyncGenerator<SseEvent> {
  if (!body) return;
  let buffer = "";
  const decoder = new TextDecoder();
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    buffer += decoder.decode(chunk, { stream: true });
    for (let end = buffer.indexOf("\n\n"); end >= 0; end = buffer.indexOf("\n\n")) {
      const block = buffer.slice(0, end);
      buffer = buffer.slice(end + 2);
      const field = (name: string) =>
        block
          .split("\n")
          .filter((line) => line.startsWith(`${name}: `))
          .map((line) => line.slice(name.length + 2));
      const data = field("data");
      if (data.length > 0)
        yield { id: field("id")[0] ?? null, event: field("event")[0] ?? null, data: data.join("\n") };
    }
  }
}

/** Every event of a response, parsed as JSON. */
export async function collectSse<T = Record<string, unknown>>(
  response: Response,
): Promise<{ id: string | null; data: T }[]> {
  const events: { id: string | null; data: T }[] = [];
  for await (const { id, data } of readSse(response.body)) events.push({ id, data: JSON.parse(data) as T });
  return events;
}
