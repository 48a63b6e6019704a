/**
 * A route: a method, a path, what it accepts, who may use it, and a few lines that call a use-case.
 * The schemas are the door: `handle` sees only what they let through.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";
import type { Hub } from "#server/hub.ts";
import type { Actor } from "#server/kernel/actor.ts";

export interface Call<Query = unknown, Body = unknown> {
  readonly hub: Hub;
  readonly actor: Actor;
  readonly requestId: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** Fires when the client has gone. */
  readonly signal: AbortSignal;
}

/** What a handler answers: JSON (200 unless said), nothing (204), or undefined when it wrote the response itself. */
export type Reply =
  | { readonly json: unknown; readonly status?: number; readonly headers?: Record<string, string> }
  | { readonly status: 204; readonly headers?: Record<string, string> }
  | undefined;

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `:name` for parameters. */
  readonly path: string;
  /** `public` routes need no token even when tokens are in force. */
  readonly access: "public" | "user" | "admin";
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Bytes its body may have, when that is not `limits.bodyBytes`. */
  readonly bodyBytes?: number;
  /** A read that starts work; refused to other sites' pages like a write. */
  readonly startsRun?: boolean;
  readonly handle: (call: Call) => Promise<Reply> | Reply;
}

type Output<T> = T extends z.ZodType ? z.output<T> : undefined;

/** Ties the handler's types to the schemas. */
export function route<Q extends z.ZodType | undefined = undefined, B extends z.ZodType | undefined = undefined>(
  spec: Omit<Route, "query" | "body" | "handle"> & {
    readonly query?: Q;
    readonly body?: B;
    readonly handle: (call: Call<Output<Q>, Output<B>>) => Promise<Reply> | Reply;
  },
): Route {
  return spec as unknown as Route;
}
