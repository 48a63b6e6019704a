/**
 * The provider of last resort: deterministic, offline, and plain about being no language model.
 *
 * It owns the pace and the stopping: one delta per word, an abort heard at once. It reads nothing but the
 * messages of the request, as a real model would, and keeps nothing between requests. What it says is
 * `writeAnswer`'s.
 */
import type { Clock } from "#server/kernel/clock.ts";
import type { ChatDelta, ChatModel, ChatRequest, ModelInfo } from "#server/providers/chat-model.ts";
import { countWords } from "./count-words.ts";
import { writeAnswer } from "./write-answer.ts";

/** Tokens are words; `delayMs` milliseconds pass between two of them, 0 for none. */
export function createDemoModel({ delayMs, clock }: { delayMs: number; clock: Clock }): ChatModel {
  return {
    name: "demo",
    url: null,
    chat: (request, signal) => streamAnswer(request, signal, delayMs, clock),
    async models(signal) {
      signal.throwIfAborted();
      return [demo];
    },
    close: async () => {},
  };
}

const demo: ModelInfo = { name: "demo", sizeBytes: null, contextWindow: null, loaded: true };

async function* streamAnswer(
  { messages, maxTokens }: ChatRequest,
  signal: AbortSignal,
  delayMs: number,
  clock: Clock,
): AsyncGenerator<ChatDelta> {
  signal.throwIfAborted();
  const begun = clock.monotonic();
  yield { type: "accepted" };
  const words = writeAnswer(messages).match(/\S+\s*/g) ?? [];
  const spoken = words.slice(0, maxTokens ?? words.length);
  for (const [i, text] of spoken.entries()) {
    if (i > 0 && delayMs > 0) await pause(delayMs, clock, signal);
    signal.throwIfAborted();
    yield { type: "content", text };
  }
  signal.throwIfAborted();
  yield {
    type: "end",
    finishReason: spoken.length < words.length ? "length" : "stop",
    promptTokens: messages.reduce((sum, message) => sum + countWords(message.content), 0),
    completionTokens: spoken.length,
    providerMs: clock.monotonic() - begun,
    warnings: [],
  };
}

function pause(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = () => {
      cancel();
      reject(signal.reason);
    };
    const cancel = clock.after(ms, () => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
    signal.addEventListener("abort", stop, { once: true });
  });
}
