/**
 * The listening server: its limits, its upgrades, its end. It owns every socket, so that stopping is
 * something it can promise. Whatever arrives is answered as JSON with a request id.
 */
import { createServer, type RequestListener, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Hub } from "#server/hub.ts";
import { AppError, toAppError } from "#server/kernel/app-error.ts";
import { createTrpcHandler } from "#server/transport/trpc/trpc-handler.ts";
import { Boundary } from "./boundary.ts";
import { handleRequest, type Pages } from "./handle-request.ts";
import { RateLimit } from "./rate-limit.ts";
import { refuseSocket } from "./refuse-socket.ts";
import { Router } from "./router.ts";
import { allRoutes } from "./routes/all.ts";

export interface HttpServer {
  /** Resolves with the port listened on. Rejects with EADDRINUSE and the like. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no more requests; gives those in flight `graceMs` to end, then closes every socket. */
  close(graceMs: number): Promise<void>;
}

/** Milliseconds a client may take to send its headers and its whole request, and between two looks at that. */
export interface ArrivalTimes {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly connectionsCheckingInterval: number;
}

const arrivalTimes: ArrivalTimes = {
  headersTimeout: 20_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 10_000,
};

export function createHttpServer(hub: Hub, pages: Pages | null, arrival: ArrivalTimes = arrivalTimes): HttpServer {
  const { env } = hub;
  const deps = {
    hub,
    boundary: new Boundary(env),
    rateLimit: new RateLimit(env.rateLimit, hub.clock),
    router: new Router(allRoutes),
    trpc: createTrpcHandler(hub),
    pages,
  };
  const answering = new WeakMap<Duplex, ServerResponse>();
  const handle: RequestListener = (req, res) => {
    answering.set(req.socket, res);
    res.once("close", () => answering.delete(req.socket));
    void handleRequest(deps, req, res);
  };
  // A request without Host reaches the boundary, which refuses it in our words rather than in none.
  const server = createServer(
    { ...arrival, requireHostHeader: false, keepAliveTimeout: 65_000, noDelay: true },
    handle,
  );
  server.on("checkExpectation", handle);
  // The server itself forgets a socket once it is upgraded, yet waits for it when it closes.
  const upgraded = new Set<Duplex>();
  server.on("upgrade", (req, socket, head) => {
    try {
      deps.boundary.checkHost(req.headers);
      deps.boundary.checkOrigin(req.headers);
      if (pages?.upgrade && req.url?.startsWith(pages.upgrade.prefix)) {
        upgraded.add(socket);
        socket.once("close", () => upgraded.delete(socket));
        pages.upgrade.serve(req, socket, head);
      } else throw new AppError("NOT_FOUND", "Nothing is served over an upgraded connection. Use HTTP.");
    } catch (error) {
      // An unknown one must not hang, and another site's is not even told that it is unknown.
      const failure = toAppError(error);
      refuseSocket(socket, `${failure.status} ${STATUS_CODES[failure.status]}`, failure);
    }
  });
  server.on("connect", (_req, socket) =>
    refuseSocket(socket, "405 Method Not Allowed", new AppError("METHOD_NOT_ALLOWED", "This hub is not a proxy.")),
  );
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    const [status, message] = malformed[error.code ?? ""] ?? malformed.other;
    // Nothing may be written into a response that has begun.
    if (error.code === "ECONNRESET" || !socket.writable || answering.get(socket)?.headersSent) socket.destroy();
    else refuseSocket(socket, status, new AppError("BAD_REQUEST", message));
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
    close: (graceMs) => {
      for (const socket of upgraded) socket.destroy();
      return close(server, hub, graceMs);
    },
  };
}

const malformed: Record<string, [status: string, message: string]> & Record<"other", [string, string]> = {
  HPE_HEADER_OVERFLOW: [
    "431 Request Header Fields Too Large",
    "The address and headers together are too large. Send long text in the body of a POST.",
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "The request took too long to arrive. Send it again."],
  other: ["400 Bad Request", "That is not an HTTP request."],
};

/** How often sockets are looked at that have become idle since the server stopped taking requests. */
const idleLookMs = 50;

function close(server: Server, hub: Hub, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    let cancelLook = () => {};
    const look = () => {
      server.closeIdleConnections();
      cancelLook = hub.clock.after(idleLookMs, look);
    };
    const cancelEnd = hub.clock.after(graceMs, () => server.closeAllConnections());
    server.close(() => {
      cancelLook();
      cancelEnd();
      resolve();
    });
    look();
  });
}
