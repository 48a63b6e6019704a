/** One HTTP request as it is given: any method, any header (Host and Origin too), any body. */
import { type IncomingHttpHeaders, request } from "node:http";
import { errorBody } from "#contract/errors.ts";

export interface Sent {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Throws when the answer is not JSON. */
  json<T = Record<string, unknown>>(): T;
  /** The error of the contract's body; throws when it is anything else. */
  error(): { code: string; message: string; details?: Record<string, unknown> | undefined; request_id: string };
}

export interface SendOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** An object goes out as JSON with its Content-Type; text and bytes as they are. */
  readonly body?: object | string | Buffer;
}

/** @param path put on the request line as it is. Rejects when the connection ends without an answer. */
export function send(base: string, path: string, { method = "GET", headers, body }: SendOptions = {}): Promise<Sent> {
  const isJson = typeof body === "object" && !Buffer.isBuffer(body);
  const bytes = isJson ? JSON.stringify(body) : body;
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: hostname,
        port,
        method,
        path,
        agent: false,
        headers: {
          ...(isJson && { "content-type": "application/json" }),
          ...(bytes !== undefined && { "content-length": String(Buffer.byteLength(bytes)) }),
          ...headers,
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () =>
          resolve(toSent(incoming.statusCode ?? 0, incoming.headers, Buffer.concat(chunks).toString())),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(bytes);
  });
}

export const toSent = (status: number, headers: IncomingHttpHeaders, text: string): Sent => ({
  status,
  headers,
  text,
  json: <T>() => JSON.parse(text) as T,
  error: () => {
    const { request_id = "", ...error } = errorBody.strict().parse(JSON.parse(text)).error;
    return { ...error, request_id };
  },
});
