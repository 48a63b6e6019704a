/**
 * A plain HTTP server on loopback that can go away and come back on the same port. `stop` destroys
 * every socket, as a killed process would.
 */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export class LoopbackServer {
  /** 0 until started without a port of one's own. */
  port: number;
  readonly #listener: RequestListener;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;

  constructor(listener: RequestListener, port: number) {
    this.#listener = listener;
    this.port = port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Open connections, idle ones included. */
  get sockets(): number {
    return this.#sockets.size;
  }

  async start(): Promise<void> {
    if (this.#server) return;
    const server = createServer({ keepAliveTimeout: 60_000 }, this.#listener);
    this.#server = server;
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.port, "127.0.0.1", resolve);
    });
    this.port = (server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = null;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
