/** What tests say to a hub, over plain HTTP: runs, their streams, sessions, procedures, gauges. */
import type { ErrorBody } from "#contract/errors.ts";
import type { LoggedEvent } from "#contract/run-events.ts";
import { type RunView, runView } from "#contract/run-view.ts";
import { type SessionPage, type SessionView, sessionPage, sessionView } from "#contract/session.ts";
import { formatCursors, type WatchedRun } from "#contract/watch-cursors.ts";
import { readSse } from "./read-sse.ts";

export interface AskOptions {
  readonly specialist?: string;
  /** Fields of the request beside its content. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface WatchedEntry extends LoggedEvent {
  readonly run_id: string;
}

/** What a message in a session is answered with, when it is asked for whole. */
export interface SessionAnswer {
  readonly response: string;
  readonly session_id: string;
  readonly run_id: string;
  readonly message_count: number;
  readonly tokens_used: number | null;
  readonly usage: RunView["usage"];
  readonly context_used: number;
  readonly specialist_id: string;
  readonly model: string;
}

export interface SentMessage {
  readonly session_id: string;
  readonly run: RunView;
}

/** A refusal at any door: the contract's error body, and the status it came with. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>> | undefined,
  ) {
    super(message);
  }
}

export class HubClient {
  constructor(readonly url: string) {}

  post(path: string, body: unknown, { headers, signal }: AskOptions = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
  }

  /** Starts a run and streams it. */
  ask(content: string, options: AskOptions = {}): Promise<Response> {
    const { specialist = "apollo", body } = options;
    return this.post(`/api/v2/ai/${specialist}/stream`, { content, ...body }, options);
  }

  /** A run's stream after the cursor. */
  stream(runId: string, after: number, signal?: AbortSignal): Promise<Response> {
    return fetch(`${this.url}/api/v2/runs/${runId}/stream?after=${after}`, signal ? { signal } : {});
  }

  async run(runId: string): Promise<RunView> {
    return runView.parse(await (await fetch(`${this.url}/api/v2/runs/${runId}`)).json());
  }

  async runs(query = ""): Promise<RunView[]> {
    const { runs } = (await (await fetch(`${this.url}/api/v2/runs?limit=200${query}`)).json()) as { runs: unknown[] };
    return runs.map((run) => runView.parse(run));
  }

  /** The run, once it has ended. */
  async ended(runId: string): Promise<RunView> {
    await (await this.stream(runId, 0)).text();
    return this.run(runId);
  }

  /** One REST request, answered with JSON. Throws Refusal. */
  async rest<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      ...(body !== undefined && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer as T;
    const { code, message, details } = (answer as ErrorBody).error;
    throw new Refusal(response.status, code, message, details);
  }

  /** A new session of Apollo's, unless the fields name another specialist. */
  async openSession(fields: Readonly<Record<string, unknown>> = {}): Promise<SessionView> {
    return sessionView.parse(await this.rest("POST", "/api/v2/sessions", { specialist_id: "apollo-ai", ...fields }));
  }

  /** @param query such as `?limit=200` */
  async session(id: string, query = ""): Promise<SessionPage> {
    return sessionPage.parse(await this.rest("GET", `/api/v2/sessions/${id}${query}`));
  }

  /** A message in a session over REST, its answer whole. */
  tell(id: string, message: string, fields: Readonly<Record<string, unknown>> = {}): Promise<SessionAnswer> {
    return this.rest("POST", `/api/v2/sessions/${id}/message`, { message, ...fields });
  }

  /** The same, its answer streamed. */
  tellStream(id: string, message: string, fields: Readonly<Record<string, unknown>> = {}): Promise<Response> {
    return this.post(`/api/v2/sessions/${id}/message`, { message, stream: true, ...fields });
  }

  /** The same over tRPC: answered once the message is stored. */
  sendMessage(id: string, message: string, fields: Readonly<Record<string, unknown>>): Promise<SentMessage> {
    return this.call("sessions.send", { session_id: id, message, ...fields });
  }

  async cancel(runId: string): Promise<RunView> {
    return runView.parse(await (await this.post(`/api/v2/runs/${runId}/cancel`, {})).json());
  }

  /** Calls a mutation. Throws Refusal. */
  async call<T>(procedure: string, input: unknown): Promise<T> {
    return unwrap<T>(await this.post(`/api/trpc/${procedure}`, input));
  }

  /** Calls a query. Throws Refusal. */
  async query<T>(procedure: string, input: unknown = {}): Promise<T> {
    return unwrap<T>(
      await fetch(`${this.url}/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`),
    );
  }

  /** Calls mutations in one request: in the hub they begin in the same turn of its loop. A Refusal stands for itself. */
  async batch(calls: readonly (readonly [procedure: string, input: unknown])[]): Promise<unknown[]> {
    const names = calls.map(([name]) => name).join(",");
    const inputs = Object.fromEntries(calls.map(([, input], i) => [i, input]));
    const response = await this.post(`/api/trpc/${names}?batch=1`, inputs);
    return ((await response.json()) as ProcedureAnswer[]).map(resultOf);
  }

  watchUrl(runs: readonly WatchedRun[], lastEventId?: string): string {
    const input = encodeURIComponent(JSON.stringify({ runs, ...(lastEventId && { lastEventId }) }));
    return `${this.url}/api/trpc/runs.watch?input=${input}`;
  }

  /** Several runs on one stream, until all have ended or the signal fires; `id` is where to resume. */
  async *watch(
    runs: readonly WatchedRun[],
    { lastEventId, signal }: { lastEventId?: string; signal?: AbortSignal } = {},
  ): AsyncGenerator<{ id: string; entries: WatchedEntry[] }> {
    const response = await fetch(this.watchUrl(runs, lastEventId), {
      headers: { accept: "text/event-stream" },
      ...(signal && { signal }),
    });
    for await (const { id, event, data } of readSse(response.body)) {
      if (event === "return") return;
      if (event === "serialized-error") throw new Error(`the subscription failed: ${data}`);
      if (event === null) yield { id: id ?? formatCursors([]), entries: JSON.parse(data) as WatchedEntry[] };
    }
  }

  /** Every sample of `/metrics`, labels included in its name. */
  async gauges(): Promise<Record<string, number>> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    return Object.fromEntries(
      samples.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]),
    );
  }
}

interface ProcedureAnswer {
  readonly result?: { readonly data: unknown };
  readonly error?: {
    readonly data: {
      readonly httpStatus: number;
      readonly app: { readonly code: string; readonly message: string; readonly details?: Record<string, unknown> };
    };
  };
}

/** A procedure's result, or why it was refused. */
function resultOf(body: ProcedureAnswer): unknown {
  if (body.result) return body.result.data;
  if (!body.error) return new Refusal(0, "UNREADABLE", JSON.stringify(body), undefined);
  const { app, httpStatus } = body.error.data;
  return new Refusal(httpStatus, app.code, app.message, app.details);
}

async function unwrap<T>(response: Response): Promise<T> {
  const result = resultOf((await response.json()) as ProcedureAnswer);
  if (result instanceof Refusal) throw result;
  return result as T;
}
