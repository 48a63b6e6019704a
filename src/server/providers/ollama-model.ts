/**
 * Ollama behind the ChatModel port.
 *
 * What streams goes through the ollama package on a guarded socket (`ollama-call.ts`); only an answer
 * that says `done` succeeds. What is one document is asked for without it.
 */
import type { ChatResponse } from "ollama";
import { z } from "zod";
import type { Clock } from "#server/kernel/clock.ts";
import type { ChatDelta, ChatEnd, ChatModel, ChatRequest, ModelInfo } from "./chat-model.ts";
import { openOllamaCall } from "./ollama-call.ts";
import { ollamaEmbed } from "./ollama-embed.ts";
import { ollamaPull } from "./ollama-pull.ts";
import { truncationWarning } from "./ollama-truncation.ts";
import { createOutbound } from "./outbound.ts";
import type { Deadlines } from "./outbound-deadlines.ts";
import { outboundFailure } from "./outbound-failure.ts";
import { getOutboundJson } from "./outbound-json.ts";

export interface OllamaModelOptions {
  readonly url: string;
  readonly deadlines: Deadlines;
  readonly clock: Clock;
}

const tags = z.object({ models: z.array(z.object({ name: z.string(), size: z.number().optional() })) });
const running = z.object({
  models: z.array(z.object({ name: z.string(), context_length: z.number().int().positive().optional() })),
});

const modelOptions = ({ temperature, maxTokens, contextWindow }: ChatRequest) => ({
  ...(temperature !== null && { temperature }),
  ...(maxTokens !== null && { num_predict: maxTokens }),
  ...(contextWindow !== null && { num_ctx: contextWindow }),
});

/** Counts that Ollama left out are null, whatever its package's types say. */
const chatEnd = (request: ChatRequest, part: Partial<ChatResponse>): ChatEnd => {
  const promptTokens = part.prompt_eval_count ?? null;
  const warning = truncationWarning(request, promptTokens);
  return {
    type: "end",
    finishReason: part.done_reason === "length" ? "length" : "stop",
    promptTokens,
    completionTokens: part.eval_count ?? null,
    providerMs: part.total_duration === undefined ? null : part.total_duration / 1e6,
    warnings: warning === null ? [] : [warning],
  };
};

/** Throws AppError BAD_REQUEST when `url` is not an http(s) URL. `close` ends every open answer. */
export const createOllamaModel = (options: OllamaModelOptions): ChatModel & { close(): Promise<void> } => {
  const outbound = createOutbound({ provider: "ollama", bearerToken: null, ...options });
  const { fault } = outbound;

  return {
    name: "ollama",
    url: outbound.url,
    close: outbound.close,

    async *chat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatDelta> {
      const call = openOllamaCall(outbound, { model: request.model, signal });
      try {
        const parts = await call.client.chat({
          model: request.model,
          messages: request.messages.map(({ role, content }) => ({ role, content })),
          stream: true,
          options: modelOptions(request),
        });
        yield { type: "accepted" };
        for await (const part of parts) {
          signal.throwIfAborted();
          if (part.message?.thinking) yield { type: "thinking", text: part.message.thinking };
          if (part.message?.content) yield { type: "content", text: part.message.content };
          if (part.done) yield chatEnd(request, part);
        }
      } catch (error) {
        throw outboundFailure(error, signal, fault);
      } finally {
        call.end();
      }
    },

    pull: (model, signal) => ollamaPull(outbound, model, signal),
    embed: (model, texts, signal) => ollamaEmbed(outbound, model, texts, signal),

    async models(signal: AbortSignal): Promise<ModelInfo[]> {
      const [listed, loaded] = await Promise.all([
        getOutboundJson(outbound, "/api/tags", tags, signal),
        getOutboundJson(outbound, "/api/ps", running, signal),
      ]);
      const inMemory = new Map(loaded.models.map((model) => [model.name, model]));
      return listed.models.map(({ name, size }) => ({
        name,
        sizeBytes: size ?? null,
        contextWindow: inMemory.get(name)?.context_length ?? null,
        loaded: inMemory.has(name),
      }));
    },
  };
};
