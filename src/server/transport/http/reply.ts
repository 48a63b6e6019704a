import type { ServerResponse } from "node:http";
import type { AppError } from "#server/kernel/app-error.ts";

/** Sends JSON, whole. */
export function sendJson(
  res: ServerResponse,
  status: number,
  json: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(JSON.stringify(json));
  res.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": body.length,
    "cache-control": "no-store",
    ...headers,
  });
  res.end(body);
}

/** Sends an error as the contract's body under its status; nothing when bytes are already out. */
export function sendError(res: ServerResponse, error: AppError, requestId: string): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const { retry_after_ms: retryAfter, allow } = error.details ?? {};
  sendJson(res, error.status, error.toBody(requestId), {
    // What is left of a refused body is not read; the connection cannot be used again.
    ...(error.code === "PAYLOAD_TOO_LARGE" && { connection: "close" }),
    ...(error.code === "UNAUTHORIZED" && { "www-authenticate": "Bearer" }),
    ...(Array.isArray(allow) && { allow: allow.join(", ") }),
    ...(typeof retryAfter === "number" && { "retry-after": String(Math.max(1, Math.ceil(retryAfter / 1000))) }),
  });
}
