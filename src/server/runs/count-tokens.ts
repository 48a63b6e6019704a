import type { Usage } from "#contract/usage.ts";
import type { ChatEnd } from "#server/providers/chat-model.ts";

/**
 * What the provider said is measured; what an unfinished run streamed is partial; a count it left out
 * is estimated from the pieces that came, or unknown. Ollama leaves the prompt's count out when the
 * prompt was cached.
 */
export function countTokens(end: ChatEnd | null, deltas: number, provider: string): Usage {
  if (!end) {
    const completion_tokens =
      deltas > 0 ? { value: deltas, source: "partial" as const } : { value: null, source: "unknown" as const };
    return { prompt_tokens: { value: null, source: "unknown" }, completion_tokens };
  }
  return {
    prompt_tokens:
      end.promptTokens === null
        ? { value: null, source: provider === "ollama" ? "cached" : "unknown" }
        : { value: end.promptTokens, source: "measured" },
    completion_tokens:
      end.completionTokens === null
        ? { value: deltas, source: "estimated" }
        : { value: end.completionTokens, source: "measured" },
  };
}
