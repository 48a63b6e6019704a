/**
 * One streaming call of the ollama package on a guarded socket.
 *
 * A client for each call, because its `abort()` ends all its streams and nothing of it can be aborted
 * before headers: the fetch it is given is bound to the caller's signal instead.
 */
import { Ollama } from "ollama";
import { doneLine, type LastLine, OllamaLines } from "./ollama-lines.ts";
import { ollamaRefusal } from "./ollama-refusal.ts";
import type { Outbound } from "./outbound.ts";
import type { Deadlines } from "./outbound-deadlines.ts";
import type { OutboundResponse } from "./outbound-exchange.ts";

export interface OllamaCallOptions {
  readonly model: string;
  readonly signal: AbortSignal;
  readonly lastLine?: LastLine;
  /** Instead of the outbound client's own. */
  readonly limits?: { readonly deadlines: Deadlines; readonly maxBytes: number };
}

export interface OllamaCall {
  readonly client: Ollama;
  /** To be called when the stream has been left: gives its socket to the next call, or closes it. */
  end(): void;
}

export const openOllamaCall = (
  outbound: Outbound,
  { model, signal, lastLine = doneLine, limits }: OllamaCallOptions,
): OllamaCall => {
  const { fault } = outbound;
  const wire: { response?: OutboundResponse; lines?: OllamaLines } = {};
  const guardedFetch: typeof fetch = async (url, init) => {
    const body = String(init?.body);
    const response = await outbound.request({ method: "POST", url: String(url), body, signal, ...limits });
    wire.response = response;
    if (response.status !== 200) throw await ollamaRefusal(response, model, fault);
    const lines = new OllamaLines(response, fault, lastLine);
    wire.lines = lines;
    // All of a Response that the package reads; a real one costs a WHATWG stream for each answer.
    return { ok: true, body: { getReader: () => lines } } as unknown as Response;
  };
  return {
    client: new Ollama({ host: outbound.url, fetch: guardedFetch }),
    end() {
      if (wire.lines?.done) wire.response?.release();
      else wire.response?.close();
    },
  };
};
