/**
 * The one guarded way out to a provider.
 *
 * It talks to exactly the scheme, host and port of the configured base URL, follows no redirect, and
 * ends every exchange by its deadlines, its size limit or the run's signal. Its sockets are its own.
 * What an answer means is left to the adapters.
 */
import { Agent } from "undici";
import type { ProviderName } from "#contract/specialist.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { Deadlines } from "./outbound-deadlines.ts";
import { OutboundExchange, type OutboundResponse } from "./outbound-exchange.ts";
import { OutboundFault } from "./outbound-fault.ts";
import { redactUrl } from "./redact-url.ts";

export interface OutboundOptions {
  readonly provider: ProviderName;
  /** The base URL; credentials in it are sent as Basic authorization unless there is a token. */
  readonly url: string;
  readonly bearerToken: string | null;
  readonly deadlines: Deadlines;
  readonly clock: Clock;
  /** Of one answer's body. */
  readonly maxBytes?: number;
}

export interface OutboundRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  /** JSON. */
  readonly body?: string;
  readonly signal: AbortSignal;
  /** Instead of the client's own. */
  readonly deadlines?: Deadlines;
  readonly maxBytes?: number;
}

export interface Outbound {
  /** Without credentials. */
  readonly url: string;
  readonly fault: OutboundFault;
  /**
   * Resolves when the headers have come, whatever the status. Throws AI_UNAVAILABLE, TIMEOUT,
   * FORBIDDEN for another address than the configured one, or the signal's reason.
   */
  request(request: OutboundRequest): Promise<OutboundResponse>;
  /** Closes every socket; what is running fails. */
  close(): Promise<void>;
}

const defaultMaxBytes = 256 * 1024 * 1024;

const basic = ({ username, password }: URL): string | null =>
  username === ""
    ? null
    : `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64")}`;

/** Throws AppError BAD_REQUEST when the base URL is not an http(s) one. */
export const createOutbound = (options: OutboundOptions): Outbound => {
  const { provider, bearerToken, clock } = options;
  if (!URL.canParse(options.url) || !/^https?:$/.test(new URL(options.url).protocol))
    throw new AppError("BAD_REQUEST", `The address of provider ${provider} must be an http or https URL.`);
  const base = new URL(options.url);
  const url = redactUrl(options.url);
  const fault = new OutboundFault(provider, url, [bearerToken ?? "", decodeURIComponent(base.password)]);
  const authorization = bearerToken ? `Bearer ${bearerToken}` : basic(base);
  const headers = {
    accept: "*/*",
    "content-type": "application/json",
    "user-agent": "tekton",
    ...(authorization && { authorization }),
  };
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, pipelining: 1 });

  return {
    url,
    fault,
    async request({ method, url: target, body, signal, deadlines = options.deadlines, ...request }) {
      signal.throwIfAborted();
      const { origin, pathname, search } = new URL(target);
      if (origin !== base.origin)
        throw new AppError("FORBIDDEN", `The hub talks to ${base.origin} for this provider and to nothing else.`);
      const maxBytes = request.maxBytes ?? options.maxBytes ?? defaultMaxBytes;
      const exchange = new OutboundExchange({ signal, clock, deadlines, maxBytes, fault });
      agent.dispatch({ origin, path: pathname + search, method, headers, body: body ?? null }, exchange);
      await exchange.head();
      return exchange;
    },
    close: () => agent.destroy(),
  };
};
