import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChatRequest } from "./chat-model.ts";
import { truncationWarning } from "./ollama-truncation.ts";

const ask = (content: string, contextWindow: number | null = null): ChatRequest => ({
  model: "m",
  messages: [{ role: "user", content }],
  temperature: null,
  maxTokens: null,
  contextWindow,
});

const prose = "The quick brown fox jumps over the lazy dog, and nobody minds. ".repeat(400);

test("a prompt of which the model read a small part is suspected", () => {
  expect(truncationWarning(ask(prose), 1500)).toBe(
    "The prompt was probably cut to fit the context window: the model read only 1500 tokens of it.",
  );
});

test("a prompt that fills the window, or cannot fit it, is suspected", () => {
  expect(truncationWarning(ask(prose, 4096), 4096)).toContain("the context window of 4096 tokens");
  expect(truncationWarning(ask(prose, 4096), 3900)).not.toBeNull();
});

test("a cached prompt, of which nothing is said, never is", () => {
  expect(truncationWarning(ask(prose, 128), null)).toBeNull();
});

test("a short prompt never is, whatever the count", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 3000 }), fc.integer({ min: 1, max: 900 }), (text, count) => {
      expect(truncationWarning(ask(text), count)).toBeNull();
    }),
    { numRuns: 500 },
  );
});

const code = `${" ".repeat(24)}if (value !== undefined) {\n${" ".repeat(28)}return compute(value);\n${"\n".repeat(3)}}\n`;

test.each([
  // Tokens as real tokenizers count them, at the low end.
  ["prose", prose, 4.8],
  ["Chinese", "我们需要先读取日志，然后重放之后的内容。".repeat(200), 2],
  ["Japanese", "まずログを読み、その後に続く内容を再生します。".repeat(200), 2],
  ["indented code", code.repeat(200), 10],
  ["rules and tables", `${"-".repeat(80)}\n| a ${" ".repeat(60)}| b |\n`.repeat(200), 20],
  ["long German words", "Donaudampfschifffahrtsgesellschaftskapitän ".repeat(300), 5],
])("%s read whole is not suspected", (_name, text, charactersPerToken) => {
  expect(truncationWarning(ask(text, 131_072), Math.ceil(text.length / charactersPerToken))).toBeNull();
});
