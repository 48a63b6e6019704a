/**
 * Hands page requests to Next. Next sees the policy of each response, so that it can mark its own
 * scripts; it owns no socket and nothing that security depends on. The one upgrade it serves is that of
 * development, when the server hands it over.
 */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import next from "next";
import type { Pages } from "./handle-request.ts";
import { isPublicPage } from "./is-public-page.ts";

/** @param options.dev whether pages are compiled as they are asked for */
export async function createPages(options: { readonly dir: string; readonly dev: boolean }): Promise<Pages> {
  // Next adds an upgrade listener to the server it is given, with its first request: it gets one that never listens,
  // and is told of the upgrades that are its own.
  const decoy = createServer();
  const app = next({ ...options, httpServer: decoy });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    ...(options.dev && {
      upgrade: {
        prefix: "/_next/",
        serve: (req, socket, head) => {
          if (!decoy.emit("upgrade", req, socket, head)) socket.destroy();
        },
      },
    }),
    isPublic: isPublicPage,
    async serve(req, res) {
      const policy = contentSecurityPolicy(randomBytes(16).toString("base64"), options.dev);
      req.headers["content-security-policy"] = policy;
      res.setHeader("content-security-policy", policy);
      res.setHeader("x-frame-options", "DENY");
      res.setHeader("cross-origin-opener-policy", "same-origin");
      await handle(req, res);
    },
  };
}

/** Scripts and styles need the nonce of this one response; nothing loads or connects anywhere else. */
function contentSecurityPolicy(nonce: string, dev: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    // Next's development tools draw themselves with inline styles.
    `style-src 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
