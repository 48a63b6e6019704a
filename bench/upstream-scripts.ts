/**
 * What the upstream answers: a few scripts, chosen by a word in the prompt. All tokens are equally
 * long, so that a reader counts them by length, however they were joined on the way.
 */
import type { Script } from "#e2e/fake-ollama/script.ts";

/** Characters of every token. */
export const tokenChars = 5;

export interface UpstreamScript {
  /** Stands in the prompt and picks the script. */
  readonly word: string;
  readonly tokens: number;
  /** Pause between two tokens, ms; the first comes at once. */
  readonly tokenMs: number;
}

/** Everything at once: what is left is everybody else's time. */
export const atOnce: UpstreamScript = { word: "[at-once]", tokens: 100, tokenMs: 0 };
/** The shortest answer there is. */
export const oneToken: UpstreamScript = { word: "[one-token]", tokens: 1, tokenMs: 0 };
/** An answer that stays open for half a second, at 60 tokens a second. */
export const flowing: UpstreamScript = { word: "[flowing]", tokens: 30, tokenMs: 1000 / 60 };

/** An answer that stays open for four seconds and says little. */
export const slow: UpstreamScript = { word: "[slow]", tokens: 20, tokenMs: 200 };

/** 60 tokens a second for so long. */
export const lasting = (seconds: number): UpstreamScript => ({
  word: `[lasting ${seconds}]`,
  tokens: seconds * 60,
  tokenMs: 1000 / 60,
});

/** As the fake Ollama takes it. */
export const toFakeScript = ({ tokens, tokenMs }: UpstreamScript): Script => ({
  tokens: Array.from({ length: tokens }, (_, i) => ` ${String(i % 10_000).padStart(tokenChars - 1, "0")}`),
  tokenMs,
});
