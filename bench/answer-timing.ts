/** When the tokens of one answer came: what every door reports. */
import { tokenChars } from "./upstream-scripts.ts";

export interface Arrival {
  /** Milliseconds since the request was made. */
  readonly atMs: number;
  /** Tokens there by then. */
  readonly tokens: number;
}

export interface AnswerTiming {
  /** When the request was made, on this process's monotonic clock, ms. */
  readonly askedAt: number;
  /** Milliseconds from the request to the first token. */
  readonly firstMs: number;
  /** Milliseconds from the request to the end of the answer. */
  readonly wholeMs: number;
  readonly arrivals: readonly Arrival[];
}

/** Takes down one answer, from the moment it is made. */
export class AnswerClock {
  readonly #askedAt = performance.now();
  readonly #arrivals: Arrival[] = [];
  #tokens = 0;

  addTokens(count: number): void {
    if (count === 0) return;
    this.#tokens += count;
    this.#arrivals.push({ atMs: performance.now() - this.#askedAt, tokens: this.#tokens });
  }

  addText(text: string): void {
    this.addTokens(text.length / tokenChars);
  }

  /** @throws Error when the answer has another length than it must: a fast wrong answer is no answer */
  finish(expectedTokens: number): AnswerTiming {
    const first = this.#arrivals[0];
    if (!first || this.#tokens !== expectedTokens) {
      throw new Error(`an answer of ${expectedTokens} tokens came with ${this.#tokens}`);
    }
    const wholeMs = performance.now() - this.#askedAt;
    return { askedAt: this.#askedAt, firstMs: first.atMs, wholeMs, arrivals: this.#arrivals };
  }
}
