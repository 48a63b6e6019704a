/**
 * Any OpenAI-compatible server behind the ChatModel port.
 *
 * The package builds requests and parses events; the fetch it is given is the guarded one, bound to
 * the run's signal, which alone knows the key. Only an answer with a finish reason succeeds.
 */
import OpenAI from "openai";
import { z } from "zod";
import type { AppError } from "#server/kernel/app-error.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { ChatDelta, ChatModel, ChatRequest, ModelInfo } from "./chat-model.ts";
import { boundedLines } from "./openai-lines.ts";
import { createOutbound } from "./outbound.ts";
import type { Deadlines } from "./outbound-deadlines.ts";
import type { OutboundResponse } from "./outbound-exchange.ts";
import { outboundFailure } from "./outbound-failure.ts";
import type { OutboundFault } from "./outbound-fault.ts";
import { getOutboundJson } from "./outbound-json.ts";
import { outboundSaid } from "./outbound-said.ts";

export interface OpenAiModelOptions {
  /** With the version in its path, as in `http://127.0.0.1:8080/v1`. */
  readonly url: string;
  readonly apiKey: string | null;
  readonly deadlines: Deadlines;
  readonly clock: Clock;
}

/** The package's own limit before headers must not be the one that counts; this is the longest a timer takes. */
const neverMs = 2 ** 31 - 1;

/** `max_model_len` is vLLM's. */
const listed = z.object({
  data: z.array(z.object({ id: z.string(), max_model_len: z.number().int().positive().nullish() })),
});

/** What the package's types do not know: the two names servers give to thinking. */
const thinkingOf = (delta: object | undefined): string => {
  if (!delta) return "";
  const said = "reasoning_content" in delta ? delta.reasoning_content : "reasoning" in delta ? delta.reasoning : null;
  return typeof said === "string" ? said : "";
};

const refusal = async (response: OutboundResponse, model: string, fault: OutboundFault): Promise<AppError> => {
  const { status } = response;
  const said = fault.quote(await outboundSaid(response));
  if (status === 401 || status === 403) return fault.unavailable("refused the hub's API key.", { status });
  if (status === 400 || status === 413 || status === 422) return fault.badRequest(said || "it did not say why");
  if (status === 404)
    return fault.unavailable(`does not have the model "${model}", or its address is wrong.`, { status, model });
  if (status === 429) return fault.unavailable(`takes no more requests for now: ${said}`, { status, model });
  return fault.unavailable(`answered with status ${status}${said && `: ${said}`}`, { status, model });
};

const chatParams = (request: ChatRequest) => ({
  model: request.model,
  messages: request.messages.map(({ role, content }) => ({ role, content })),
  stream: true as const,
  stream_options: { include_usage: true },
  ...(request.temperature !== null && { temperature: request.temperature }),
  ...(request.maxTokens !== null && { max_tokens: request.maxTokens }),
});

/** Throws AppError BAD_REQUEST when `url` is not an http(s) URL. `close` ends every open answer. */
export const createOpenAiModel = (options: OpenAiModelOptions): ChatModel & { close(): Promise<void> } => {
  const { url, apiKey, deadlines, clock } = options;
  const outbound = createOutbound({ provider: "openai", url, bearerToken: apiKey, deadlines, clock });
  const { fault } = outbound;

  return {
    name: "openai",
    url: outbound.url,
    close: outbound.close,

    async *chat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatDelta> {
      const wire: { response?: OutboundResponse } = {};
      const guardedFetch: typeof fetch = async (target, init) => {
        const response = await outbound.request({
          method: "POST",
          url: String(target),
          body: String(init?.body),
          signal,
        });
        wire.response = response;
        if (response.status !== 200) throw await refusal(response, request.model, fault);
        // All of a Response that the package reads; a real one costs a WHATWG stream for each answer.
        const body = boundedLines(response, fault);
        return { ok: true, status: 200, headers: new Headers(), body } as unknown as Response;
      };
      const client = new OpenAI({
        baseURL: outbound.url,
        apiKey: "sent by the guarded fetch",
        organization: null,
        project: null,
        fetch: guardedFetch,
        maxRetries: 0,
        timeout: neverMs,
        logLevel: "off",
      });
      let finish: string | null = null;
      let usage: OpenAI.CompletionUsage | null = null;
      try {
        const chunks = await client.chat.completions.create(chatParams(request));
        yield { type: "accepted" };
        for await (const chunk of chunks) {
          signal.throwIfAborted();
          usage = chunk.usage ?? usage;
          const choice = chunk.choices?.[0];
          if (!choice) continue;
          finish = choice.finish_reason ?? finish;
          const thinking = thinkingOf(choice.delta);
          if (thinking) yield { type: "thinking", text: thinking };
          if (choice.delta?.content) yield { type: "content", text: choice.delta.content };
        }
        signal.throwIfAborted();
        if (finish === null) throw fault.unavailable("ended its answer without saying that it was done.");
        yield {
          type: "end",
          finishReason: finish === "length" ? "length" : "stop",
          promptTokens: usage?.prompt_tokens ?? null,
          completionTokens: usage?.completion_tokens ?? null,
          providerMs: null,
          warnings: finish === "content_filter" ? ["The provider's content filter ended the answer."] : [],
        };
      } catch (error) {
        if (error instanceof OpenAI.APIError && error.error !== undefined && !signal.aborted)
          throw fault.unavailable(`stopped: ${fault.quote(error.message)}`);
        throw outboundFailure(error, signal, fault);
      } finally {
        wire.response?.close();
      }
    },

    async models(signal: AbortSignal): Promise<ModelInfo[]> {
      const { data } = await getOutboundJson(outbound, "/models", listed, signal);
      return data.map((model) => ({
        name: model.id,
        sizeBytes: null,
        contextWindow: model.max_model_len ?? null,
        loaded: null,
      }));
    },
  };
};
