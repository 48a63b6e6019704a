/**
 * Stands between the socket and the ollama package's own parser, which skips what is not JSON and
 * prints it: only whole lines that say something get past.
 *
 * A line that is not a JSON object, a line that is too long, an error line and an end without the
 * line that says so are failures, thrown after the good lines before them were handed on.
 */
import type { OutboundResponse } from "./outbound-exchange.ts";
import type { OutboundFault } from "./outbound-fault.ts";

const maxLineBytes = 1024 * 1024;
const newline = 0x0a;

/** How a stream of lines ends well. */
export interface LastLine {
  is(line: Readonly<Record<string, unknown>>): boolean;
  /** What to say of an end without it; goes on after the provider's name. */
  readonly missing: string;
}

export const doneLine: LastLine = {
  is: (line) => line.done === true,
  missing: "ended its answer without saying that it was done.",
};

type ReadResult =
  | { readonly done: false; readonly value: Uint8Array }
  | { readonly done: true; readonly value?: undefined };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const parseObject = (text: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
};

export class OllamaLines {
  readonly #response: OutboundResponse;
  readonly #fault: OutboundFault;
  readonly #lastLine: LastLine;
  #rest: Buffer = Buffer.alloc(0);
  #failure: Error | null = null;
  /** The last line has been handed on. */
  done = false;

  constructor(response: OutboundResponse, fault: OutboundFault, lastLine = doneLine) {
    this.#response = response;
    this.#fault = fault;
    this.#lastLine = lastLine;
  }

  /** Whole lines. Throws AppError AI_UNAVAILABLE and whatever the response throws. */
  async read(): Promise<ReadResult> {
    for (;;) {
      if (this.#failure) throw this.#failure;
      if (this.done) return { done: true };
      const chunk = await this.#response.read();
      const good = chunk === null ? this.#end() : this.#take(chunk);
      if (good.length > 0) return { done: false, value: good };
    }
  }

  /** For the parser, which takes this for a stream's reader. */
  releaseLock(): void {}

  #end(): Buffer {
    const last = this.#check(Buffer.concat([this.#rest, Buffer.of(newline)]));
    if (!this.done) this.#failure ??= this.#fault.unavailable(this.#lastLine.missing);
    return last;
  }

  #take(chunk: Buffer): Buffer {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const end = bytes.lastIndexOf(newline) + 1;
    const good = this.#check(bytes.subarray(0, end));
    this.#rest = bytes.subarray(end);
    if (this.#rest.length > maxLineBytes) this.#failure ??= this.#tooLong();
    return good;
  }

  /** The lines of `bytes` up to the first that is a failure or the last, without blank ones. */
  #check(bytes: Buffer): Buffer {
    const blank: { from: number; to: number }[] = [];
    let from = 0;
    while (from < bytes.length && !this.done) {
      const to = bytes.indexOf(newline, from) + 1;
      const text = to - from > maxLineBytes ? null : bytes.toString("utf8", from, to);
      if (text?.trim() === "") blank.push({ from, to });
      else {
        this.#failure = text === null ? this.#tooLong() : this.#judge(text);
        if (this.#failure) break;
      }
      from = to;
    }
    if (blank.length === 0) return bytes.subarray(0, from);
    const starts = [0, ...blank.map((line) => line.to)];
    const stops = [...blank.map((line) => line.from), from];
    return Buffer.concat(starts.map((start, i) => bytes.subarray(start, stops[i])));
  }

  #judge(text: string): Error | null {
    const line = parseObject(text);
    if (line === null) return this.#fault.unavailable("sent a line that is not JSON.");
    if ("error" in line) return this.#fault.unavailable(`stopped: ${this.#fault.quote(String(line.error))}`);
    if (this.#lastLine.is(line)) this.done = true;
    return null;
  }

  #tooLong = (): Error => this.#fault.unavailable("sent a line longer than the hub accepts.");
}
