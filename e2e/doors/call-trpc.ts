/** A tRPC procedure as a plain request: GET for queries and subscriptions, POST for mutations. */
import { type ErrorBody, errorBody } from "#contract/errors.ts";
import { appRouter } from "#server/transport/trpc/app-router.ts";
import { type Sent, send } from "./send.ts";

export const procedures = appRouter._def.procedures as unknown as Record<
  string,
  { readonly _def: { readonly type: "query" | "mutation" | "subscription"; readonly inputs: readonly unknown[] } }
>;

export function callTrpc(
  base: string,
  name: string,
  input: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Sent> {
  const path = `/api/trpc/${name}`;
  if (procedures[name]?._def.type === "mutation") {
    return send(base, path, { method: "POST", headers, body: input as object });
  }
  return send(base, `${path}?input=${encodeURIComponent(JSON.stringify(input ?? null))}`, { headers });
}

interface Failure {
  readonly error?: Failure;
  readonly data?: { readonly app?: unknown };
}

/** The contract's error in tRPC's answer to one call; of a stream, the one in its events. */
export function trpcError({ text }: Sent): ErrorBody["error"] {
  const parts = text.startsWith("{")
    ? [text]
    : text.split("\n").flatMap((line) => /^data: (\{.*)/.exec(line)?.[1] ?? []);
  for (const part of parts) {
    const failure = JSON.parse(part) as Failure;
    const app = failure.error?.data?.app ?? failure.data?.app;
    if (app) return errorBody.strict().parse({ error: app }).error;
  }
  throw new Error(`no error of ours in ${text.slice(0, 300)}`);
}
