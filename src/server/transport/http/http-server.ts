/**
 * The listening server: its limits, its upgrades, its end. It owns every socket, so that stopping is
 * something it can promise.
 */
import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Hub } from "#server/hub.ts";
import { createTrpcHandler } from "#server/transport/trpc/trpc-handler.ts";
import { Boundary } from "./boundary.ts";
import { handleRequest, type Pages } from "./handle-request.ts";
import { RateLimit } from "./rate-limit.ts";
import { Router } from "./router.ts";
import { allRoutes } from "./routes/all.ts";

export interface HttpServer {
  /** Resolves with the port listened on. Rejects with EADDRINUSE and the like. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no more requests; gives those in flight `graceMs` to end, then closes every socket. */
  close(graceMs: number): Promise<void>;
}

export function createHttpServer(hub: Hub, pages: Pages | null): HttpServer {
  const { env } = hub;
  const deps = {
    hub,
    boundary: new Boundary(env),
    rateLimit: new RateLimit(env.rateLimit, hub.clock),
    router: new Router(allRoutes),
    trpc: createTrpcHandler(hub),
    pages,
  };
  const server = createServer(
    { requestTimeout: 60_000, headersTimeout: 20_000, keepAliveTimeout: 65_000, noDelay: true },
    (req, res) => void handleRequest(deps, req, res),
  );
  // Nothing is served over upgrades: an unknown one must not hang.
  server.on("upgrade", (_req, socket: Duplex) =>
    refuse(socket, "404 Not Found", "NOT_FOUND", "Nothing is served here."),
  );
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else if (error.code === "HPE_HEADER_OVERFLOW")
      refuse(socket, "431 Request Header Fields Too Large", "BAD_REQUEST", "The headers are too large.");
    else if (error.code === "ERR_HTTP_REQUEST_TIMEOUT")
      refuse(socket, "408 Request Timeout", "BAD_REQUEST", "The request took too long to arrive.");
    else refuse(socket, "400 Bad Request", "BAD_REQUEST", "That is not an HTTP request.");
  });
  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, host, () => {
          server.off("error", reject);
          const address = server.address();
          resolve(typeof address === "object" && address ? address.port : port);
        });
      }),
    close: (graceMs) => close(server, hub, graceMs),
  };
}

/** Before there is a request there is no response: the answer is written by hand. */
function refuse(socket: Duplex, status: string, code: string, message: string): void {
  const body = JSON.stringify({ error: { code, message } });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
  (socket as Socket).destroySoon?.();
}

function close(server: Server, hub: Hub, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cancel = hub.clock.after(graceMs, () => server.closeAllConnections());
    server.close(() => {
      cancel();
      resolve();
    });
    server.closeIdleConnections();
  });
}
