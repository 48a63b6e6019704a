/** What tRPC's door says when a call is not one: our error in `data.app`, under our status. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { errorBody } from "#contract/errors.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { callTrpc, trpcError } from "./call-trpc.ts";
import { send } from "./send.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.close());

const json = { "content-type": "application/json" };
const post = (path: string, body: string | Buffer, headers: Record<string, string> = json) =>
  send(hub.url, `/api/trpc/${path}`, { method: "POST", headers, body });

interface Failure {
  readonly error: { readonly message: string; readonly data: { readonly httpStatus: number; readonly app: unknown } };
}

describe("a call that is not one", () => {
  test.each([
    ["an unknown procedure", () => send(hub.url, "/api/trpc/runs.steal"), 404, "NOT_FOUND"],
    ["a name of the object's own", () => send(hub.url, "/api/trpc/constructor"), 404, "NOT_FOUND"],
    ["no name", () => send(hub.url, "/api/trpc/"), 404, "NOT_FOUND"],
    ["__proto__", () => send(hub.url, "/api/trpc/__proto__.toString"), 404, "NOT_FOUND"],
    [
      "GET for a mutation",
      () => send(hub.url, '/api/trpc/runs.cancel?input={"run_id":"x"}'),
      405,
      "METHOD_NOT_ALLOWED",
    ],
    ["POST for a query", () => post("hub.status", "{}"), 405, "METHOD_NOT_ALLOWED"],
    ["input that is not JSON", () => send(hub.url, "/api/trpc/runs.get?input=%7B"), 400, "BAD_REQUEST"],
    ["a body that is not JSON", () => post("runs.cancel", "{"), 400, "BAD_REQUEST"],
    ["an empty body", () => post("runs.cancel", ""), 400, "BAD_REQUEST"],
    ["a body that is not UTF-8", () => post("runs.cancel", Buffer.from([0x7b, 0xff])), 400, "BAD_REQUEST"],
    ["no input", () => send(hub.url, "/api/trpc/runs.get"), 400, "BAD_REQUEST"],
    ["too large a body", () => post("runs.cancel", `"${"x".repeat(1024 * 1024)}"`), 413, "PAYLOAD_TOO_LARGE"],
    ["far too large a body", () => post("runs.cancel", `"${"x".repeat(8 * 1024 * 1024)}"`), 413, "PAYLOAD_TOO_LARGE"],
    ["a run that is not there", () => callTrpc(hub.url, "runs.get", { run_id: "run_1" }), 404, "RUN_NOT_FOUND"],
    ["a batch without one", () => send(hub.url, "/api/trpc/runs.get?batch=1&input=[]"), 400, "BAD_REQUEST"],
  ])("%s", async (_, call, status, code) => {
    const answer = await call();
    expect(answer.status).toBe(status);
    expect(answer.headers["content-type"]).toMatch(/^application\/json/);
    const [failure] = [answer.json<Failure | Failure[]>()].flat() as Failure[];
    const { error } = errorBody.strict().parse({ error: failure?.error.data.app });
    expect([error.code, failure?.error.data.httpStatus]).toEqual([code, status]);
    expect(error.message).toBe(failure?.error.message);
    expect(error.request_id).toBe(answer.headers["x-request-id"]);
    expect(answer.text).not.toMatch(/"stack"|node_modules|^\s+at /m);
  });

  test.each(["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])(
    "the method %s is refused with what is allowed",
    async (method) => {
      const answer = await send(hub.url, "/api/trpc/hub.status", { method });
      expect([answer.status, answer.error().code, answer.headers.allow]).toEqual([
        405,
        "METHOD_NOT_ALLOWED",
        "GET, POST",
      ]);
    },
  );

  test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])(
    "a body of type %j, which a form could send, is refused",
    async (type) => {
      const answer = await post("runs.cancel", '{"run_id":"x"}', { "content-type": type });
      expect([answer.status, answer.error().code]).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
    },
  );

  test("what does not fit is named by its path", async () => {
    const answer = await callTrpc(hub.url, "sessions.send", { session_id: "", message: " ", client_message_id: 5 });
    expect(trpcError(answer)).toMatchObject({
      code: "BAD_REQUEST",
      details: {
        issues: expect.arrayContaining(
          ["session_id", "message", "client_message_id"].map((path) => expect.objectContaining({ path })),
        ),
      },
    });
  });

  test("in a batch each call has its own answer", async () => {
    const input = encodeURIComponent(JSON.stringify({ 0: null, 1: { run_id: "run_1" }, 2: {} }));
    const answer = await send(hub.url, `/api/trpc/hub.status,runs.get,runs.get?batch=1&input=${input}`);
    expect(answer.status).toBe(207);
    const parts = answer.json<{ result?: object; error?: { data: { app: { code: string } } } }[]>();
    expect(parts.map((part) => part.error?.data.app.code)).toEqual([undefined, "RUN_NOT_FOUND", "BAD_REQUEST"]);
  });

  test("a write from another site's page is refused before tRPC sees it", async () => {
    const answer = await post("runs.cancel", '{"run_id":"x"}', { ...json, origin: "https://evil.example" });
    expect([answer.status, answer.error().code]).toEqual([403, "FORBIDDEN"]);
  });
});
