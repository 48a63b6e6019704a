/** Bytes on a bare connection, for what no HTTP client would send. */
import { once } from "node:events";
import { connect } from "node:net";
import { type Sent, toSent } from "./send.ts";

/** Writes the bytes, leaves the connection open, and resolves with all that came when the hub closes it. */
export async function sendRaw(base: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname);
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    text += chunk;
  });
  // A hub that closes while bytes are still on their way resets the connection; what it said before counts.
  socket.on("error", () => {});
  socket.write(bytes);
  await once(socket, "close");
  return text;
}

/** The first response in `text`, for an answer with a Content-Length. */
export function parseRaw(text: string): Sent {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]),
  );
  const body = Buffer.from(rest.join("\r\n\r\n"), "latin1").subarray(0, Number(headers["content-length"] ?? 0));
  return toSent(Number(first.split(" ")[1]), headers, body.toString());
}
