/**
 * One request, from its first header to its end: the boundary, the actor, the limits, then the API's
 * routes, tRPC, or the pages. Under `/api` every answer is JSON, whatever goes wrong.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Hub } from "#server/hub.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError, toAppError } from "#server/kernel/app-error.ts";
import { newId } from "#server/kernel/ids.ts";
import { requireAdmin } from "#server/kernel/require-admin.ts";
import type { TrpcHandler } from "#server/transport/trpc/trpc-handler.ts";
import type { Boundary } from "./boundary.ts";
import { parse } from "./parse.ts";
import type { RateLimit } from "./rate-limit.ts";
import { readJson } from "./read-json.ts";
import { sendError, sendJson } from "./reply.ts";
import type { Match, Router } from "./router.ts";
import { toOriginForm } from "./to-origin-form.ts";

export interface Pages {
  /** Serves a page or one of its files. */
  serve(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Whether the path may be seen without signing in: the sign-in page and what it is made of. */
  isPublic(path: string): boolean;
  /** In development: the connection by which an open page learns of changed code, at this path prefix. */
  readonly upgrade?: { readonly prefix: string; serve(req: IncomingMessage, socket: Duplex, head: Buffer): void };
}

export interface RequestDeps {
  readonly hub: Hub;
  readonly boundary: Boundary;
  readonly rateLimit: RateLimit;
  readonly router: Router;
  readonly trpc: TrpcHandler;
  /** Null: this hub serves no pages. */
  readonly pages: Pages | null;
}

const trpcPrefix = "/api/trpc/";
const isApiPath = (path: string) => /^\/(api|v1|mcp|metrics|health|ready)(\/|$)/.test(path);
const readMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** One for all: making an error for each request that ends would cost more than it tells. */
const clientGone = new Error("the client has gone");

/** Never rejects. */
export async function handleRequest(deps: RequestDeps, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { hub } = deps;
  const { method = "GET" } = req;
  const requestId = newId("req", hub.clock.now());
  const gone = new AbortController();
  const label = { route: "unmatched" };
  hub.metrics.requestOpened();
  res.on("close", () => {
    gone.abort(clientGone);
    hub.metrics.requestClosed(method, label.route, res.statusCode);
  });
  res.setHeader("x-request-id", requestId);
  res.setHeader("x-content-type-options", "nosniff");
  res.setHeader("referrer-policy", "same-origin");
  try {
    await dispatch(deps, { req, res, requestId, signal: gone.signal, label });
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code === "INTERNAL") {
      hub.log.error("a request failed", error, { request_id: requestId, method, route: label.route });
    }
    sendError(res, failure, requestId);
  }
}

interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** The route's pattern, for metrics. */
  readonly label: { route: string };
}

async function dispatch(deps: RequestDeps, exchange: Exchange): Promise<void> {
  const { hub, boundary, pages } = deps;
  const { req, res } = exchange;
  const { method = "GET" } = req;
  toOriginForm(req);
  boundary.checkHost(req.headers);
  if (!readMethods.has(method)) boundary.checkOrigin(req.headers);
  const { path, query } = splitUrl(req.url ?? "/");
  if (!isApiPath(path)) {
    exchange.label.route = "page";
    if (!pages) throw new AppError("NOT_FOUND", "This hub serves its APIs only; the pages are switched off.");
    if (!pages.isPublic(path) && !hub.authenticator.actorOf(req.headers)) {
      const location = `/sign-in?next=${encodeURIComponent(req.url ?? path)}`;
      res.writeHead(302, { location, "cache-control": "no-store" }).end();
      return;
    }
    await pages.serve(req, res);
    return;
  }
  const known = hub.authenticator.actorOf(req.headers);
  await deps.rateLimit.count(known && hub.authenticator.required ? known.id : (req.socket.remoteAddress ?? ""), res);
  const isTrpc = path.startsWith(trpcPrefix);
  const match = isTrpc ? null : deps.router.find(method, path);
  if (match) exchange.label.route = match.route.path;
  if (match?.route.startsRun) boundary.checkFetchSite(req.headers);
  if (!isTrpc && !match) throw new AppError("NOT_FOUND", "There is nothing at this address.");
  const actor = known ?? (match?.route.access === "public" ? nobody : null);
  if (!actor) {
    throw new AppError("UNAUTHORIZED", "This hub needs a token: send Authorization: Bearer TOKEN, or sign in.");
  }
  if (match?.route.access === "admin") requireAdmin(actor);
  if (match) await answer(deps, exchange, match, actor, query);
  else {
    exchange.label.route = "/api/trpc/:procedure";
    await deps.trpc({ req, res, actor, requestId: exchange.requestId, path: path.slice(trpcPrefix.length) });
  }
}

/** Whom public routes see when no token came. */
const nobody: Actor = { id: "nobody", name: "nobody", role: "user" };

async function answer(
  { hub }: RequestDeps,
  { req, res, requestId, signal }: Exchange,
  { route, params }: Match,
  actor: Actor,
  query: URLSearchParams,
): Promise<void> {
  const reply = await route.handle({
    hub,
    actor,
    requestId,
    params,
    query: route.query && parse(route.query, Object.fromEntries(query)),
    body: route.body && parse(route.body, await readJson(req, route.bodyBytes)),
    req,
    res,
    signal,
  });
  if (!reply || signal.aborted) return;
  if ("json" in reply) sendJson(res, reply.status ?? 200, reply.json, reply.headers);
  else res.writeHead(reply.status, reply.headers).end();
}

/** @throws AppError BAD_REQUEST for an address that is not text: not UTF-8, or with a NUL in it */
function splitUrl(url: string): { path: string; query: URLSearchParams } {
  if (!url.startsWith("/")) throw new AppError("BAD_REQUEST", "The address must begin with a slash.");
  try {
    const cut = url.indexOf("?");
    const path = cut < 0 ? url : url.slice(0, cut);
    const query = cut < 0 ? "" : url.slice(cut + 1);
    // Neither an id nor a message has a NUL in it, and SQLite ends a text there.
    if (!/\0/.test(decodeURIComponent(path) + decodeURIComponent(query.replaceAll("+", " ")))) {
      return { path, query: new URLSearchParams(query) };
    }
  } catch {
    // Not UTF-8: refused below.
  }
  throw new AppError("BAD_REQUEST", "The address is not valid: percent-encode it as UTF-8.");
}
