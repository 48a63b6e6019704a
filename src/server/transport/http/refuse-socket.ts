/** Answers where there is no response object: bytes that are no request, or a request to upgrade. */
import type { Duplex } from "node:stream";
import type { AppError } from "#server/kernel/app-error.ts";
import { newId } from "#server/kernel/ids.ts";

/** Writes the error as the contract's body and closes the connection. `status` is the whole status line's end. */
export function refuseSocket(socket: Duplex, status: string, error: AppError): void {
  const requestId = newId("req");
  const body = JSON.stringify(error.toBody(requestId));
  const head = [
    `HTTP/1.1 ${status}`,
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Cache-Control: no-store",
    "X-Content-Type-Options: nosniff",
    `X-Request-Id: ${requestId}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}
