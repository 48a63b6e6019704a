/**
 * The tRPC instance: what a procedure knows of its caller, and how failures look to a client.
 * Every procedure needs an actor; there is no public one.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { initTRPC, TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import type { ErrorCode } from "#contract/errors.ts";
import { limits } from "#contract/limits.ts";
import type { Hub } from "#server/hub.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError, isAppError, toAppError } from "#server/kernel/app-error.ts";
import { requireAdmin } from "#server/kernel/require-admin.ts";
import { badInput } from "#server/transport/http/parse.ts";

export interface TrpcContext {
  readonly hub: Hub;
  readonly actor: Actor;
  readonly requestId: string;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

/** The closest tRPC has; clients read `data.app`, which has our own code. */
const trpcCodes: Partial<Record<ErrorCode, TRPCError["code"]>> = {
  BAD_REQUEST: "BAD_REQUEST",
  AMBIGUOUS_NAME: "BAD_REQUEST",
  UNAUTHORIZED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  NOT_FOUND: "NOT_FOUND",
  SPECIALIST_NOT_FOUND: "NOT_FOUND",
  SESSION_NOT_FOUND: "NOT_FOUND",
  SESSION_EXPIRED: "NOT_FOUND",
  RUN_NOT_FOUND: "NOT_FOUND",
  METHOD_NOT_ALLOWED: "METHOD_NOT_SUPPORTED",
  CONFLICT: "CONFLICT",
  PAYLOAD_TOO_LARGE: "PAYLOAD_TOO_LARGE",
  UNSUPPORTED_MEDIA_TYPE: "UNSUPPORTED_MEDIA_TYPE",
  RATE_LIMITED: "TOO_MANY_REQUESTS",
  QUEUE_FULL: "TOO_MANY_REQUESTS",
  AI_UNAVAILABLE: "SERVICE_UNAVAILABLE",
  INTERRUPTED: "SERVICE_UNAVAILABLE",
  TIMEOUT: "GATEWAY_TIMEOUT",
};

/** tRPC's own refusals, in our words. */
const refusals: Partial<Record<TRPCError["code"], [ErrorCode, string]>> = {
  BAD_REQUEST: ["BAD_REQUEST", "The request does not fit this procedure."],
  PARSE_ERROR: ["BAD_REQUEST", "The input is not valid JSON."],
  NOT_FOUND: ["NOT_FOUND", "There is no such procedure. This page may be older than the hub: load it again."],
  METHOD_NOT_SUPPORTED: ["METHOD_NOT_ALLOWED", "Queries take GET, mutations POST."],
  PAYLOAD_TOO_LARGE: ["PAYLOAD_TOO_LARGE", `The body is over ${limits.bodyBytes} bytes, the most this hub takes.`],
};

function fromTrpc(error: TRPCError): AppError {
  if (error.cause instanceof ZodError) return badInput(error.cause);
  const refusal = refusals[error.code];
  return refusal ? new AppError(...refusal) : toAppError(error);
}

const t = initTRPC.context<TrpcContext>().create({
  sse: {
    ping: { enabled: true, intervalMs: 15_000 },
    client: { reconnectAfterInactivityMs: 45_000 },
  },
  errorFormatter({ shape, error, ctx }) {
    const failure = isAppError(error.cause) ? error.cause : fromTrpc(error);
    const app = failure.toBody(ctx?.requestId).error;
    return { ...shape, message: app.message, data: { code: shape.data.code, httpStatus: failure.status, app } };
  },
});

/** Lets our errors through as tRPC's, and nothing of a bug. */
const translateErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (isAppError(cause)) {
    throw new TRPCError({ code: trpcCodes[cause.code] ?? "INTERNAL_SERVER_ERROR", message: cause.message, cause });
  }
  return result;
});

export const router = t.router;
export const procedure = t.procedure.use(translateErrors);

/** For those who run the hub. Throws FORBIDDEN to everybody else. */
export const adminProcedure = procedure.use(({ ctx, next }) => {
  requireAdmin(ctx.actor);
  return next();
});
