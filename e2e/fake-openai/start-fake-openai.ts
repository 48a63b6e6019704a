/** A scriptable OpenAI-compatible server on loopback: models and streamed chat completions. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { readAsked } from "#e2e/fake-ollama/asked.ts";
import { LoopbackServer } from "#e2e/fake-ollama/loopback-server.ts";
import { playAnswer } from "#e2e/fake-ollama/play-answer.ts";
import { readJson } from "#e2e/fake-ollama/read-json.ts";
import type { RecordedRequest } from "#e2e/fake-ollama/recorded-request.ts";
import type { Script } from "#e2e/fake-ollama/script.ts";
import { planCompletion } from "./plan-completion.ts";

export interface FakeOpenAi {
  /** With `/v1`. */
  readonly url: string;
  readonly requests: (RecordedRequest & { readonly authorization: string | undefined })[];
  /** Answers every completion. */
  script: Script;
  /** Completions not yet ended. */
  readonly active: number;
  readonly sockets: number;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

const wantsUsage = z.object({ stream_options: z.object({ include_usage: z.literal(true) }) });

export const startFakeOpenAi = async (options: { apiKey?: string; models?: string[] } = {}): Promise<FakeOpenAi> => {
  const { apiKey, models = ["small-model", "large-model"] } = options;
  const requests: FakeOpenAi["requests"] = [];
  let script: Script = {};
  let active = 0;

  const send = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const receivedAt = Date.now();
    const { method = "GET", url: path = "/" } = request;
    const { authorization } = request.headers;
    const body = await readJson(request);
    const recorded = { method, path, body, receivedAt, authorization, aborted: false, endedAt: null as number | null };
    requests.push(recorded);
    response.once("close", () => {
      recorded.endedAt = Date.now();
    });
    if (apiKey !== undefined && authorization !== `Bearer ${apiKey}`) {
      send(response, 401, {
        error: { message: `Incorrect API key provided: ${authorization}`, code: "invalid_api_key" },
      });
    } else if (path === "/v1/models") {
      send(response, 200, { object: "list", data: models.map((id) => ({ id, object: "model", max_model_len: 8192 })) });
    } else if (path === "/v1/chat/completions") {
      active += 1;
      playAnswer(planCompletion(readAsked(body), script, wantsUsage.safeParse(body).success), response, (aborted) => {
        active -= 1;
        recorded.aborted = aborted;
      });
    } else {
      send(response, 404, { error: { message: "not found" } });
    }
  };

  const server = new LoopbackServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  }, 0);
  await server.start();
  return {
    get url() {
      return `${server.url}/v1`;
    },
    requests,
    get script() {
      return script;
    },
    set script(next) {
      script = next;
    },
    get active() {
      return active;
    },
    get sockets() {
      return server.sockets;
    },
    stop: () => server.stop(),
    start: () => server.start(),
    close: () => server.stop(),
  };
};
