/**
 * The data of server-sent events, as soon as each event is whole. Comments, `retry` and other fields
 * are passed over; bytes may be cut anywhere.
 */
export class SseData {
  readonly #blocks = new SseBlocks();

  /** The events that `chunk` completes: the `data` of each, its lines joined by "\n". */
  push(chunk: Uint8Array): string[] {
    return this.#blocks.push(chunk).flatMap((block) => sseField(block, "data") ?? []);
  }
}

/** The blocks of an event stream, each the lines between two empty ones. */
export class SseBlocks {
  readonly #decoder = new TextDecoder();
  #rest = "";

  /** The blocks that `chunk` completes. */
  push(chunk: Uint8Array): string[] {
    const text = this.#rest + this.#decoder.decode(chunk, { stream: true });
    const end = text.lastIndexOf("\n\n");
    if (end < 0) {
      this.#rest = text;
      return [];
    }
    this.#rest = text.slice(end + 2);
    return text.slice(0, end).split("\n\n");
  }
}

/** A field of a block, its lines joined by "\n"; undefined when the block has none. */
export function sseField(block: string, name: "data" | "id" | "retry"): string | undefined {
  const start = `${name}:`;
  const lines = block
    .split("\n")
    .filter((line) => line.startsWith(start))
    .map((line) => line.slice(start.length + (line[start.length] === " " ? 1 : 0)));
  return lines.length === 0 ? undefined : lines.join("\n");
}
