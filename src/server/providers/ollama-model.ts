/**
 * Ollama behind the ChatModel port.
 *
 * One `Ollama` client for each call, because its `abort()` ends all its streams and nothing of it can
 * be aborted before headers: the fetch it is given is bound to the run's signal instead. Only an
 * answer that says `done` succeeds.
 */
import { type ChatResponse, Ollama } from "ollama";
import { z } from "zod";
import type { AppError } from "#server/kernel/app-error.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { ChatDelta, ChatEnd, ChatModel, ChatRequest, ModelInfo } from "./chat-model.ts";
import { OllamaLines } from "./ollama-lines.ts";
import { truncationWarning } from "./ollama-truncation.ts";
import { createOutbound } from "./outbound.ts";
import type { Deadlines } from "./outbound-deadlines.ts";
import type { OutboundResponse } from "./outbound-exchange.ts";
import { outboundFailure } from "./outbound-failure.ts";
import type { OutboundFault } from "./outbound-fault.ts";
import { getOutboundJson } from "./outbound-json.ts";
import { outboundSaid } from "./outbound-said.ts";

export interface OllamaModelOptions {
  readonly url: string;
  readonly deadlines: Deadlines;
  readonly clock: Clock;
}

const tags = z.object({ models: z.array(z.object({ name: z.string(), size: z.number().optional() })) });
const running = z.object({
  models: z.array(z.object({ name: z.string(), context_length: z.number().int().positive().optional() })),
});

const refusal = async (response: OutboundResponse, model: string, fault: OutboundFault): Promise<AppError> => {
  const { status } = response;
  const said = fault.quote(await outboundSaid(response));
  if (status === 404)
    return fault.unavailable(`does not have the model "${model}". Pull it with: ollama pull ${model}`, {
      status,
      model,
    });
  if (status === 400) return fault.badRequest(said || "it did not say why");
  if (status === 503) return fault.unavailable(`is busy: ${said || "try again later"}`, { status, model });
  return fault.unavailable(`answered with status ${status}${said && `: ${said}`}`, { status, model });
};

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
      const wire: { response?: OutboundResponse; lines?: OllamaLines } = {};
      const guardedFetch: typeof fetch = async (url, init) => {
        const response = await outbound.request({ method: "POST", url: String(url), body: String(init?.body), signal });
        wire.response = response;
        if (response.status !== 200) throw await refusal(response, request.model, fault);
        const lines = new OllamaLines(response, fault);
        wire.lines = lines;
        // All of a Response that the package reads; a real one costs a WHATWG stream for each answer.
        return { ok: true, body: { getReader: () => lines } } as unknown as Response;
      };
      try {
        const parts = await new Ollama({ host: outbound.url, fetch: guardedFetch }).chat({
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
        if (wire.lines?.done) wire.response?.release();
        else wire.response?.close();
      }
    },

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
