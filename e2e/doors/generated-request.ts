/** Requests of every kind, most of them wrong: routes × methods × addresses × headers × bodies. */
import fc from "fast-check";
import { z } from "zod";
import { allRoutes } from "#server/transport/http/routes/all.ts";
import { procedures } from "./call-trpc.ts";

export interface GeneratedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer | undefined;
}

const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const one = <T>(...values: T[]) => fc.constantFrom(...values);

const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  one<unknown>(
    null,
    "",
    " ",
    "\u0000",
    "\ud800",
    "__proto__",
    "constructor",
    "toString",
    "../..",
    "x".repeat(5_000),
    -1,
    1e308,
    2 ** 53,
    0.1,
    [],
    {},
    { __proto__: null },
    [[[[[[]]]]]],
  ),
);

/** What the fields of this API may well hold; the rest is odd. */
const good: Record<string, fc.Arbitrary<unknown>> = {
  message: one("hi", "a longer question, with ünïcode 🜁"),
  content: one("hi", "def f(): pass"),
  temperature: one<unknown>(0, 1.5, "0.5"),
  max_tokens: one<unknown>(1, 10, "5"),
  // Some are made by `begin`, `context_id` and imports on the way.
  session_id: one("sess_none", "chat-1", "ctx-1"),
  id: one("chat-1", "ctx-2"),
  context_id: one("ctx-1", "ctx-2"),
  context_window: one<unknown>(0, 10),
  ttl_seconds: one<unknown>(60, 3600),
  title: one<unknown>("a title", null),
  shared: one<unknown>(true, false),
  metadata: one<unknown>({}, { a: [1] }),
  stream: one<unknown>(true, false),
  if_busy: one("reject", "queue"),
  begin: one<unknown>({ specialist_id: "apollo", shared: true }),
  keep_last: one<unknown>(0, 1),
  message_id: one("msg_1"),
  at_message_id: one("msg_1"),
  before_message_id: one("msg_1"),
  before: one("msg_1"),
  q: one("hi", "answer question"),
  format: one("json", "markdown", "tekton-session"),
  version: one<unknown>(1),
  session: one<unknown>({ specialist_id: "apollo-ai" }, { specialist_id: "apollo-ai", context_window: 0 }),
  messages: one<unknown>([], [{ role: "user", content: "hi" }], [{ role: "assistant", content: "", status: "failed" }]),
  context: one<unknown>({}, { pipeline_stage: 1 }, '{"pipeline_stage":1}'),
  model: one("demo"),
  specialists: one<unknown>(["apollo"], ["athena", "athena"]),
  specialist_id: one("apollo-ai", "@debugging", "auto"),
  include_metadata: one<unknown>(true, "false"),
  client_message_id: one("m1", "m2"),
  on_disconnect: one("cancel", "continue"),
  token: one("0123456789abcdef", "nonsense"),
  name: one("somebody"),
  role: one("admin", "user"),
  limit: one<unknown>(5, "5"),
  cursor: one("run_1"),
  specialist: one("apollo", "athena"),
  status: one("failed", "completed", "active", "expired"),
  after: one("0", "3"),
  run_id: one("run_00000000000000000000000000"),
  broadcast_id: one("team_1"),
  lane_id: one("apollo-ai"),
  runs: one<unknown>([{ run_id: "run_1", after: 0 }]),
  lastEventId: one("1.2"),
  active_only: one("True", "0"),
  role_filter: one("code"),
  batch: one("1"),
  input: one("{}", "%7B", '{"0":{"run_id":"x"}}'),
};

/** What is aimed at: where, how, and the fields that it knows. */
interface Target {
  readonly method: string;
  readonly path: string;
  readonly names: readonly string[];
}

const namesOf = (schema: unknown): string[] => {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  return schema instanceof z.ZodPipe ? namesOf(schema.in) : [];
};

/** They go on until the client leaves. */
const endless = ["/api/v2/events", "hub.changes"];

const routeTargets = allRoutes
  .filter(({ path }) => !endless.includes(path))
  .map(({ method, path, query, body }): Target => ({ method, path, names: [...namesOf(query), ...namesOf(body)] }));
const procedureTargets = Object.entries(procedures)
  .filter(([name]) => !endless.includes(name))
  .map(
    ([name, { _def }]): Target => ({
      method: _def.type === "mutation" ? "POST" : "GET",
      path: `/api/trpc/${name}`,
      names: _def.inputs.flatMap(namesOf),
    }),
  );
const nowhere = one("nothing", "hub.status,runs.get", "__proto__", "").map((name) => `/api/trpc/${name}`);
const anywhere = fc.stringMatching(/^\/(api|v1|mcp|health|API)?[!-"$->@-~]{0,30}$/);

const target: fc.Arbitrary<Target> = fc.oneof(
  often(8, one(...routeTargets)),
  often(3, one(...procedureTargets)),
  often(
    1,
    fc.oneof(nowhere, anywhere).map((path) => ({ method: "GET", path, names: [] })),
  ),
);

/** Most of the target's own fields, some of others', a few of none, with values that mostly fit. */
const fields = (own: readonly string[]) =>
  fc
    .tuple(
      fc.oneof(often(2, fc.constant([...own])), often(1, fc.subarray([...own]))),
      fc.array(
        fc.oneof(
          often(5, one(...Object.keys(good))),
          often(1, fc.oneof(fc.string({ maxLength: 10 }), one("__proto__", "constructor", "toString", "unknown"))),
        ),
        { maxLength: 2 },
      ),
      fc.oneof(often(1, fc.constant(20)), often(1, fc.constant(2))),
    )
    .chain(([some, others, fits]) =>
      fc.tuple(
        ...[...some, ...others].map((name) =>
          fc.tuple(
            fc.constant(name),
            fc.oneof(often(fits, (Object.hasOwn(good, name) && good[name]) || odd), often(1, odd)),
          ),
        ),
      ),
    );

const asText = (value: unknown) => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
const encode = (text: string) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));

const query = ({ method, path, names }: Target) => {
  const pairs = fields(names).map((all) => all.map(([name, value]) => `${encode(name)}=${encode(asText(value))}`));
  const input = fields(names).map((all) => `input=${encode(JSON.stringify(Object.fromEntries(all)))}`);
  return fc.oneof(
    often(4, path.startsWith("/api/trpc/") && method === "GET" ? input : pairs.map((all) => all.join("&"))),
    often(1, fc.stringMatching(/^[!-"$-~]{0,30}$/)),
  );
};

const segment = fc.oneof(
  often(6, one("apollo", "athena-ai", "auto", "@debugging", "run_1", "tok_1", "team", "chat-1", "ctx-1")),
  often(
    2,
    one(
      "__proto__",
      "constructor",
      "%00",
      "%ff",
      "%",
      "%2F",
      "..",
      "%2e%2e",
      ".",
      "",
      "he",
      "x".repeat(300),
      "a;b",
      "a,b",
    ),
  ),
  often(
    1,
    fc.string({ maxLength: 20 }).map((text) => encode(text)),
  ),
);

const address = (at: Target) =>
  fc
    .tuple(fc.array(segment, { minLength: 2, maxLength: 2 }), query(at), one("", "", "", "", "/", "//", "#x"))
    .map(([segments, rest, tail]) => {
      let next = 0;
      const filled = at.path.replace(/:\w+/g, () => segments[next++] ?? "x");
      return `${filled}${tail}${rest === "" ? "" : `?${rest}`}`;
    });

const headers = fc.record(
  {
    "content-type": one(
      "application/json",
      "application/json; charset=utf-8",
      "text/plain",
      "multipart/form-data; boundary=x",
      "application/x-www-form-urlencoded",
      "*",
      "",
    ),
    accept: one("application/json", "text/event-stream", "*/*", "text/html", "nonsense;;q=x"),
    cookie: one("tekton_token=0123456789abcdef", "tekton_token=", "=;=;", "__proto__=x"),
    origin: one("http://127.0.0.1", "https://evil.example", "null", "::"),
    "sec-fetch-site": one("same-origin", "cross-site", "nonsense"),
    "last-event-id": one("run_00000000000000000000000000:2", "1.2.3", "nonsense", "run_1:99999999999999999999"),
    "x-forwarded-host": one("evil.example"),
    "x-http-method-override": one("DELETE"),
    "x-middleware-subrequest": one("src/proxy"),
    "trpc-accept": one("application/jsonl", "nonsense"),
    range: one("bytes=0-"),
    "if-none-match": one("*"),
    "accept-encoding": one("gzip", "identity;q=0"),
    expect: one("nonsense"),
  },
  { requiredKeys: [] },
);

const body = (names: readonly string[]) =>
  fc.oneof(
    often(
      6,
      fields(names).map((pairs) => JSON.stringify(Object.fromEntries(pairs))),
    ),
    often(1, fc.json({ maxDepth: 4 })),
    often(1, fc.string({ maxLength: 60 })),
    often(
      1,
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    ),
    often(1, one("", "{", "[".repeat(20_000), `{"message":"${"x".repeat(600_000)}"}`, "null", '"\\ud800"')),
  );

/** Most carry a good token and a type that fits their body, so that they get past the first doors. */
export const generatedRequest: fc.Arbitrary<GeneratedRequest> = target
  .chain((at) =>
    fc.record({
      method: fc.oneof(
        often(8, fc.constant(at.method)),
        often(2, one("GET", "POST")),
        often(1, one("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "PROPFIND")),
      ),
      path: address(at),
      headers,
      body: body(at.names),
      token: fc.oneof(often(8, one("Bearer 0123456789abcdef")), often(1, one("Bearer wrong", "Basic dTpw", "Bearer"))),
      plain: fc.oneof(often(3, fc.constant(true)), often(1, fc.constant(false))),
    }),
  )
  .map(({ method, path, headers, body, token, plain }) => ({
    method,
    path,
    headers: {
      ...(plain ? { "content-type": "application/json" } : headers),
      ...(token !== "" && { authorization: token }),
    },
    body: method === "GET" || method === "HEAD" ? undefined : body,
  }));
