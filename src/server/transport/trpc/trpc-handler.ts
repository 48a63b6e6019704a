/** Serves tRPC on Node's own request and response. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { limits } from "#contract/limits.ts";
import type { Hub } from "#server/hub.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError, isAppError } from "#server/kernel/app-error.ts";
import { requireJsonType } from "#server/transport/http/require-json-type.ts";
import { appRouter } from "./app-router.ts";

export interface TrpcCall {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly actor: Actor;
  readonly requestId: string;
  /** The procedure's path, or several joined by commas. */
  readonly path: string;
}

export type TrpcHandler = (call: TrpcCall) => Promise<void>;

export const createTrpcHandler =
  (hub: Hub): TrpcHandler =>
  async ({ req, res, actor, requestId, path }) => {
    // Of other methods some cannot even be put to tRPC, which would call that a failure of its own.
    if (!["GET", "HEAD", "POST"].includes(req.method ?? "")) {
      throw new AppError("METHOD_NOT_ALLOWED", "Queries take GET, mutations POST.", { allow: ["GET", "POST"] });
    }
    if (req.method === "POST") requireJsonType(req);
    await nodeHTTPRequestHandler({
      router: appRouter,
      req,
      res,
      path,
      maxBodySize: limits.bodyBytes,
      createContext: () => ({ hub, actor, requestId, req, res }),
      // What fails before there is a context comes as JSON without saying so.
      responseMeta: ({ ctx }) => (ctx ? {} : { headers: new Headers({ "content-type": "application/json" }) }),
      onError: ({ error, path: procedure }) => {
        if (error.code !== "INTERNAL_SERVER_ERROR" || isAppError(error.cause)) return;
        hub.log.error("a procedure failed", error.cause ?? error, {
          request_id: requestId,
          ...(procedure && { route: procedure }),
        });
      },
    });
  };
