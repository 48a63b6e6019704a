/** What tests say to a hub, over plain HTTP: runs, their streams, procedures, gauges. */
import type { LoggedEvent } from "#contract/run-events.ts";
import { type RunView, runView } from "#contract/run-view.ts";
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

/** A procedure's refusal: the contract's error body. */
export class ProcedureError extends Error {
  constructor(
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

  async cancel(runId: string): Promise<RunView> {
    return runView.parse(await (await this.post(`/api/v2/runs/${runId}/cancel`, {})).json());
  }

  /** Calls a mutation. Throws ProcedureError. */
  async call<T>(procedure: string, input: unknown): Promise<T> {
    return unwrap<T>(await this.post(`/api/trpc/${procedure}`, input));
  }

  /** Calls a query. Throws ProcedureError. */
  async query<T>(procedure: string, input: unknown = {}): Promise<T> {
    return unwrap<T>(
      await fetch(`${this.url}/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`),
    );
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

async function unwrap<T>(response: Response): Promise<T> {
  const body = (await response.json()) as {
    result?: { data: T };
    error?: { data: { app: { code: string; message: string; details?: Record<string, unknown> } } };
  };
  if (body.result) return body.result.data;
  const { code, message, details } = body.error?.data.app ?? { code: "UNREADABLE", message: JSON.stringify(body) };
  throw new ProcedureError(code, message, details);
}
