/**
 * A scriptable server that speaks Ollama's wire format on loopback.
 *
 * It never thinks: what it answers, when, and how it fails are data (see script.ts). It records every
 * request, and whether the other side hung up before the answer had ended.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { readAsked } from "./asked.ts";
import { embedText } from "./embed-text.ts";
import type { FakeModel } from "./fake-models.ts";
import { fakeModels } from "./fake-models.ts";
import { goJson } from "./go-json.ts";
import { LoopbackServer } from "./loopback-server.ts";
import { ModelShelf } from "./model-shelf.ts";
import { type AnswerKind, planAnswer } from "./plan-answer.ts";
import { playAnswer } from "./play-answer.ts";
import { playPull } from "./play-pull.ts";
import { readJson } from "./read-json.ts";
import { readerLeft } from "./reader-left.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import { type Script, script as scriptSchema } from "./script.ts";
import { ScriptBook, type ScriptMatch } from "./script-book.ts";

export interface FakeOllama {
  readonly url: string;
  readonly port: number;
  /** Oldest first, at most the last 10,000; those under `/_fake` are not among them. */
  readonly requests: RecordedRequest[];
  /**
   * Answers requests that match with `script`; the newest match wins. Embeddings and pulls take only a
   * predicate's: of an embedding, refusals and the time to the first token; of a pull, what `play-pull.ts` says.
   */
  script(match: ScriptMatch, script: Script): void;
  /** Takes a model away, as `ollama rm` does. */
  remove(model: string): void;
  /** What answers a request that no script matches. */
  defaultScript: Script;
  /** Chats, generations, embeddings and pulls not yet ended. */
  readonly active: number;
  readonly sockets: number;
  /** Goes away: refuses connections, cuts what is open. */
  stop(): Promise<void>;
  /** Comes back on the same port, knowing the same scripts. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface FakeOllamaOptions {
  /** Default: any free port. */
  readonly port?: number;
  readonly models?: readonly FakeModel[];
  readonly defaultScript?: Script;
}

type Handler = (response: ServerResponse, body: unknown, recorded: RecordedRequest) => void | Promise<void>;

const keptRequests = 10_000;
const posted = z.strictObject({ match: z.string().nullable(), script: scriptSchema });
const named = z.object({ model: z.string().optional(), name: z.string().optional() }).catch({});

class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const send = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8" }).end(goJson(body));
};

export const startFakeOllama = async (options: FakeOllamaOptions = {}): Promise<FakeOllama> => {
  const book = new ScriptBook(options.defaultScript ?? {});
  const shelf = new ModelShelf(options.models ?? fakeModels);
  const requests: RecordedRequest[] = [];
  let active = 0;

  const demand = (model: string): void => {
    if (model === "") throw new Refused(400, "model is required");
    if (!shelf.has(model)) throw new Refused(404, `model '${model}' not found`);
  };

  const answer = (kind: AnswerKind, response: ServerResponse, body: unknown, recorded: RecordedRequest): void => {
    const asked = readAsked(body);
    const script = book.find(body, asked);
    if (script.status === undefined) {
      demand(asked.model);
      shelf.load(asked.model, asked.options.num_ctx);
    }
    active += 1;
    playAnswer(planAnswer(kind, asked, script, recorded.receivedAt), response, (aborted) => {
      active -= 1;
      recorded.aborted = aborted;
    });
  };

  const embed: Handler = async (response, body, recorded) => {
    const { model = "" } = named.parse(body);
    const script = book.match(body) ?? {};
    active += 1;
    const signal = readerLeft(response);
    await pause((script.loadMs ?? 0) + (script.firstTokenMs ?? 0), undefined, { signal }).catch(() => {});
    active -= 1;
    recorded.aborted = signal.aborted;
    if (script.status !== undefined) throw new Refused(script.status, script.error ?? "internal error");
    demand(model);
    if (!/embed/i.test(model)) throw new Refused(400, `"${model}" does not support embeddings`);
    const { input } = z.object({ input: z.union([z.string(), z.array(z.string())]) }).parse(body);
    const embeddings = [input].flat().map(embedText);
    send(response, 200, { model, embeddings, total_duration: 1000, load_duration: 1000, prompt_eval_count: 1 });
  };

  const show = (response: ServerResponse, body: unknown): void => {
    const { model, name } = named.parse(body);
    const wanted = model ?? name ?? "";
    demand(wanted);
    send(response, 200, shelf.show(wanted));
  };

  const pull: Handler = async (response, body, recorded) => {
    const { model, name } = named.parse(body);
    const wanted = model ?? name ?? "";
    const script = book.match(body) ?? {};
    if (wanted === "") throw new Refused(400, "model is required");
    if (script.status !== undefined) throw new Refused(script.status, script.error ?? "internal error");
    active += 1;
    const { aborted } = await playPull(response, { model: wanted, script, onComplete: () => shelf.pull(wanted) });
    active -= 1;
    recorded.aborted = aborted;
  };

  const routes: Record<string, Handler> = {
    "GET /": (response) => void response.end("Ollama is running"),
    "GET /api/version": (response) => send(response, 200, { version: "0.12.6" }),
    "GET /api/tags": (response) => send(response, 200, shelf.tags()),
    "GET /api/ps": (response) => send(response, 200, shelf.ps()),
    "POST /api/show": show,
    "POST /api/chat": (response, body, recorded) => answer("chat", response, body, recorded),
    "POST /api/generate": (response, body, recorded) => answer("generate", response, body, recorded),
    "POST /api/embed": embed,
    "POST /api/pull": pull,
    "GET /_fake/requests": (response) => send(response, 200, requests),
    "POST /_fake/scripts": (response, body) => {
      const { match, script } = posted.parse(body);
      if (match === null) book.defaultScript = script;
      else book.add(match, script);
      send(response, 200, { ok: true });
    },
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const receivedAt = Date.now();
    const method = request.method ?? "GET";
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    try {
      const body = await readJson(request);
      const recorded: RecordedRequest = { method, path, body, receivedAt, aborted: false, endedAt: null };
      if (!path.startsWith("/_fake/")) {
        if (requests.length >= keptRequests) requests.splice(0, keptRequests / 10);
        requests.push(recorded);
      }
      response.once("close", () => {
        recorded.endedAt = Date.now();
      });
      const route = routes[`${method} ${path}`];
      if (route) await route(response, body, recorded);
      else response.writeHead(404, { "Content-Type": "text/plain" }).end("404 page not found");
    } catch (error) {
      const status = error instanceof Refused ? error.status : 400;
      if (!response.headersSent)
        send(response, status, { error: error instanceof Error ? error.message : String(error) });
    }
  };

  const server = new LoopbackServer((request, response) => void handle(request, response), options.port ?? 0);
  await server.start();
  return {
    get url() {
      return server.url;
    },
    get port() {
      return server.port;
    },
    requests,
    script: (match, script) => book.add(match, script),
    remove: (model) => shelf.remove(model),
    get defaultScript() {
      return book.defaultScript;
    },
    set defaultScript(script) {
      book.defaultScript = script;
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
