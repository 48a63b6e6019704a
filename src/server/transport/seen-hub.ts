import type { IncomingMessage } from "node:http";
import type { SeenHub } from "#server/discovery/discovery-deps.ts";
import type { Hub } from "#server/hub.ts";
import { features } from "./http/routes/hub-state.ts";

/** The hub at the address people use, or else at the one by which this request came. */
export function seenHub(hub: Hub, { headers, socket }: IncomingMessage): SeenHub {
  const asked = `http://${headers.host}`;
  const listening = `http://${hub.env.host}:${socket.localPort}`;
  const { origin, protocol, hostname, port } = new URL(hub.env.publicUrl ?? (URL.canParse(asked) ? asked : listening));
  const usualPort = protocol === "https:" ? 443 : 80;
  return { url: origin, connection: { host: hostname, port: port === "" ? usualPort : Number(port) }, features };
}
