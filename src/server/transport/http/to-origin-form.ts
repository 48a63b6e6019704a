import type { IncomingMessage } from "node:http";

/**
 * A request written for a proxy has the whole URL in its first line; what that says of the host counts
 * in place of the header (RFC 9112, 3.2.2). Rewrites the request to the form everything else reads.
 */
export function toOriginForm(req: IncomingMessage): void {
  const [, host, rest = ""] = /^https?:\/\/([^/?#]*)(.*)$/is.exec(req.url ?? "") ?? [];
  if (host === undefined) return;
  req.headers.host = host;
  req.url = rest.startsWith("/") ? rest : `/${rest}`;
}
