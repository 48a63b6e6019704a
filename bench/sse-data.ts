/**
 * The data of server-sent events, as soon as each event is whole. Comments, `retry` and other fields
 * are passed over; bytes may be cut anywhere.
 */
export class SseData {
  readonly #decoder = new TextDecoder();
  #rest = "";

  /** The events that `chunk` completes: the `data` of each, its lines joined by "\n". */
  push(chunk: Uint8Array): string[] {
    const text = this.#rest + this.#decoder.decode(chunk, { stream: true });
    const end = text.lastIndexOf("\n\n");
    if (end < 0) {
      this.#rest = text;
      return [];
    }
    this.#rest = text.slice(end + 2);
    return text.slice(0, end).split("\n\n").flatMap(dataOf);
  }
}

function dataOf(block: string): string[] {
  const lines = block
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(line[5] === " " ? 6 : 5));
  return lines.length === 0 ? [] : [lines.join("\n")];
}
