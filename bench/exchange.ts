/** One HTTP request as cheaply as undici makes it: the bytes of the answer, as they come. */
import { Agent } from "undici";

export interface ExchangeRequest {
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly accept: string;
  readonly body?: string;
  /** Called for every piece of the body. */
  readonly onData: (chunk: Buffer) => void;
}

const agent = new Agent({ headersTimeout: 30_000, bodyTimeout: 30_000, pipelining: 1 });

/** Resolves when the answer has ended. Rejects for a status other than 200 and 201, and when it breaks off. */
export const exchange = ({ url, method, accept, body, onData }: ExchangeRequest): Promise<void> =>
  new Promise((resolve, reject) => {
    let status = 0;
    const accepted = () => status === 200 || status === 201;
    let refusal = "";
    const headers = body === undefined ? { accept } : { accept, "content-type": "application/json" };
    agent.dispatch(
      { origin: url.origin, path: url.pathname + url.search, method, headers, body: body ?? null },
      {
        // undici tells the new handlers from the old by this method.
        onRequestStart: () => {},
        onResponseStart: (_controller, statusCode) => {
          status = statusCode;
        },
        onResponseData: (_controller, chunk) => {
          if (accepted()) onData(chunk);
          else refusal += chunk.toString();
        },
        onResponseEnd: () => {
          if (accepted()) resolve();
          else reject(new Error(`${method} ${url.pathname} answered ${status}: ${refusal.slice(0, 300)}`));
        },
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });

/** Gives every socket back. */
export const closeExchanges = (): Promise<void> => agent.close();
