/** A reader on a bare socket that can stop reading, as a laptop that sleeps does. */

import { once } from "node:events";
import { connect, type Socket } from "node:net";

export interface PausedReader {
  readonly socket: Socket;
  /** Bytes it has read. */
  readonly bytes: () => number;
  close(): void;
}

/** Sends a GET, reads the beginning of the answer, then reads no more. */
export async function openPausedReader(url: string): Promise<PausedReader> {
  const { hostname, port, pathname, search, host } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  let bytes = 0;
  await once(socket, "connect");
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nAccept: text/event-stream\r\n\r\n`);
  const [first] = (await once(socket, "data")) as [Buffer];
  bytes += first.length;
  socket.pause();
  socket.on("error", () => {});
  return { socket, bytes: () => bytes, close: () => socket.destroy() };
}
