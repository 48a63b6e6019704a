/** Requests of every kind, most of them wrong: routes × methods × addresses × headers × bodies. */
import fc from "fast-check";
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
  session_id: one("sess_none", "chat-1"),
  context_id: one("ctx-1", "ctx-2"),
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
  status: one("failed", "completed"),
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

const fields = fc
  .array(
    fc.oneof(
      often(9, one(...Object.keys(good))),
      often(1, fc.oneof(fc.string({ maxLength: 10 }), one("__proto__", "constructor", "toString", "unknown"))),
    ),
    { maxLength: 5 },
  )
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.tuple(
          fc.constant(name),
          fc.oneof(often(3, (Object.hasOwn(good, name) && good[name]) || odd), often(1, odd)),
        ),
      ),
    ),
  );

const asText = (value: unknown) => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
const encode = (text: string) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));

const query = fc.oneof(
  often(
    4,
    fields.map((pairs) => pairs.map(([name, value]) => `${encode(name)}=${encode(asText(value))}`).join("&")),
  ),
  often(1, fc.stringMatching(/^[!-"$-~]{0,30}$/)),
);

const segment = fc.oneof(
  often(6, one("apollo", "athena-ai", "auto", "@debugging", "run_1", "tok_1", "team")),
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

const address = fc.oneof(
  often(8, one(...allRoutes.map((route) => route.path))),
  often(
    3,
    one(...Object.keys(procedures), "nothing", "hub.status,runs.get", "__proto__", "").map(
      (name) => `/api/trpc/${name}`,
    ),
  ),
  often(1, fc.stringMatching(/^\/(api|v1|mcp|health|API)?[!-"$->@-~]{0,30}$/)),
);

const path = fc
  .tuple(address, fc.array(segment, { minLength: 2, maxLength: 2 }), query, one("", "", "", "/", "//", "#x"))
  .map(([pattern, names, rest, tail]) => {
    let next = 0;
    const filled = pattern.replace(/:\w+/g, () => names[next++] ?? "x");
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

const body = fc.oneof(
  often(
    6,
    fields.map((pairs) => JSON.stringify(Object.fromEntries(pairs))),
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
export const generatedRequest: fc.Arbitrary<GeneratedRequest> = fc
  .record({
    method: fc.oneof(
      often(10, one("GET", "POST")),
      often(2, one("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "PROPFIND")),
    ),
    path,
    headers,
    body,
    token: fc.oneof(often(8, one("Bearer 0123456789abcdef")), often(1, one("Bearer wrong", "Basic dTpw", "Bearer"))),
    plain: fc.oneof(often(3, fc.constant(true)), often(1, fc.constant(false))),
  })
  .map(({ method, path, headers, body, token, plain }) => ({
    method,
    path,
    headers: {
      ...(plain ? { "content-type": "application/json" } : headers),
      ...(token !== "" && { authorization: token }),
    },
    body: method === "GET" || method === "HEAD" ? undefined : body,
  }));
