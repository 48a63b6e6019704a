/** Every route against every kind of malformed input: the documented 4xx, as JSON, and the hub unmoved. */
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { limits } from "#contract/limits.ts";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { allRoutes } from "#server/transport/http/routes/all.ts";
import { type Sent, send } from "./send.ts";
import { parseRaw, sendRaw } from "./send-raw.ts";

let ollama: FakeOllama;
let hub: TestHub;
beforeAll(async () => {
  ollama = await startFakeOllama();
  hub = await startTestHub({ env: { OLLAMA_HOST: ollama.url } });
});
afterAll(async () => {
  await hub.close();
  await ollama.close();
});

const fill = (path: string) => path.replace(/:\w+/g, "apollo-ai");
const withBody = allRoutes
  .filter((route) => route.body)
  .map((route) => [route.method, fill(route.path), route] as const);
const json = { "content-type": "application/json" };

function isRefusal(answer: Sent, status: number, code: string): void {
  expect([answer.status, answer.error().code]).toEqual([status, code]);
  expect(answer.error().request_id).toBe(answer.headers["x-request-id"]);
  expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
  expect(answer.error().message).toMatch(/\.$/);
}

const deep = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);

const wrongEverywhere = JSON.stringify({
  message: {},
  content: [],
  token: 1,
  name: null,
  title: 1,
  keep_last: "x",
  at_message_id: {},
});

describe("a body that is none", () => {
  const bodies: [string, string | Buffer, Record<string, string>, number, string][] = [
    ["empty", "", json, 400, "BAD_REQUEST"],
    ["not JSON", "message=hi", json, 400, "BAD_REQUEST"],
    ["half JSON", '{"message":"hi"', json, 400, "BAD_REQUEST"],
    ["two JSON values", '{"message":"a"}{"message":"b"}', json, 400, "BAD_REQUEST"],
    ["NaN", '{"message":NaN}', json, 400, "BAD_REQUEST"],
    ["a byte order mark in UTF-16", Buffer.from('\ufeff{"message":"hi"}', "utf16le"), json, 400, "BAD_REQUEST"],
    ["not UTF-8", Buffer.from([0x22, 0xc3, 0x28, 0x22]), json, 400, "BAD_REQUEST"],
    ["a surrogate as UTF-8", Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), json, 400, "BAD_REQUEST"],
    ["null", "null", json, 400, "BAD_REQUEST"],
    ["a list", '[{"message":"hi"}]', json, 400, "BAD_REQUEST"],
    ["a text", '"hi"', json, 400, "BAD_REQUEST"],
    ["a number", "1e999", json, 400, "BAD_REQUEST"],
    ["a wrong type in each place", wrongEverywhere, json, 400, "BAD_REQUEST"],
    ["100,000 lists deep", deep(100_000, "[", "]"), json, 400, "BAD_REQUEST"],
    ["text/plain", '{"message":"hi"}', { "content-type": "text/plain" }, 415, "UNSUPPORTED_MEDIA_TYPE"],
    ["a form", "message=hi", { "content-type": "application/x-www-form-urlencoded" }, 415, "UNSUPPORTED_MEDIA_TYPE"],
    ["of no type", '{"message":"hi"}', {}, 415, "UNSUPPORTED_MEDIA_TYPE"],
    ["of a type that only begins so", "{}", { "content-type": "application/jsonp" }, 415, "UNSUPPORTED_MEDIA_TYPE"],
  ];
  /** What has nothing in it that anybody knows. */
  const strangers: [string, string][] = [
    ["a prototype", '{"__proto__":{"message":"hi","content":"hi","token":"t","name":"n"}}'],
    ["a constructor", '{"constructor":{"prototype":{"message":"hi"}}}'],
    ["100,000 objects deep", `${'{"message":'.repeat(80_000)}1${"}".repeat(80_000)}`],
  ];
  /** Read whole by their use-case, which tells every error of theirs. */
  const wholeDocuments = ["/api/v2/specialists/import"];
  describe.each(withBody)("%s %s", (method, path, route) => {
    test.each(bodies)("refuses one that is %s", async (_, body, headers, status, code) => {
      isRefusal(await send(hub.url, path, { method, headers, body }), status, code);
    });
    test.each(strangers)("takes nothing from one that is %s", async (_, body) => {
      // Where nothing is needed and nothing else minded, such a body is as good as an empty one.
      const nothingNeeded = route.body?.safeParse(JSON.parse(body)).success && !wholeDocuments.includes(path);
      const answer = await send(hub.url, path, { method, headers: json, body });
      if (nothingNeeded) isRefusal(answer, 404, "SESSION_NOT_FOUND");
      else isRefusal(answer, 400, "BAD_REQUEST");
    });
    test("refuses one that is over its limit", async () => {
      const body = `{"message":"${"x".repeat(route.bodyBytes ?? limits.bodyBytes)}"}`;
      isRefusal(await send(hub.url, path, { method, headers: json, body }), 413, "PAYLOAD_TOO_LARGE");
    });
  });

  test("1 MiB to the byte is read, one byte more is not, in chunks or whole", async () => {
    const pad = (bytes: number) => '{"message":"hi"}'.padEnd(bytes);
    const path = "/api/ai/specialists/apollo/message";
    const chunked = (bytes: number) =>
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${bytes.toString(16)}\r\n${pad(bytes)}\r\n0\r\n\r\n`;
    const whole = (bytes: number) => send(hub.url, path, { method: "POST", headers: json, body: pad(bytes) });
    expect((await whole(limits.bodyBytes)).status).toBe(200);
    isRefusal(await whole(limits.bodyBytes + 1), 413, "PAYLOAD_TOO_LARGE");
    expect(parseRaw(await sendRaw(hub.url, chunked(limits.bodyBytes))).status).toBe(200);
    isRefusal(parseRaw(await sendRaw(hub.url, chunked(limits.bodyBytes + 1))), 413, "PAYLOAD_TOO_LARGE");
  });

  test("a body of 40 MiB is refused before it has all come", async () => {
    const head = `POST /api/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${40 * limits.bodyBytes}\r\n\r\n`;
    const answer = parseRaw(
      await sendRaw(hub.url, Buffer.concat([Buffer.from(head), Buffer.alloc(17 * limits.bodyBytes, 32)])),
    );
    isRefusal(answer, 413, "PAYLOAD_TOO_LARGE");
    expect(answer.headers.connection).toBe("close");
  });

  test("a client that goes in the middle of its body moves nothing", async () => {
    const outgoing = request(`${hub.url}/api/sign-in`, {
      method: "POST",
      headers: { ...json, "content-length": "100" },
    });
    outgoing.on("error", () => {});
    outgoing.write("{");
    outgoing.destroy();
    expect((await send(hub.url, "/api/health")).status).toBe(200);
  });
});

describe("an address that is none", () => {
  test.each([
    ["/api/nothing", 404, "NOT_FOUND"],
    ["/api", 404, "NOT_FOUND"],
    ["/api/", 404, "NOT_FOUND"],
    ["/api//health", 404, "NOT_FOUND"],
    ["//api/health", 404, "NOT_FOUND"],
    ["/api/../etc/passwd", 404, "NOT_FOUND"],
    ["/api/%2e%2e/health", 404, "NOT_FOUND"],
    ["/api%2Fhealth", 404, "NOT_FOUND"],
    ["/api/ai/specialists/a%2Fb", 404, "SPECIALIST_NOT_FOUND"],
    ["/api/ai/specialists/__proto__", 404, "SPECIALIST_NOT_FOUND"],
    ["/api/ai/specialists/constructor", 404, "SPECIALIST_NOT_FOUND"],
    ["/api/ai/specialists/@__proto__", 404, "SPECIALIST_NOT_FOUND"],
    ["/api/ai/specialists/%F0%9F%9C%81", 404, "SPECIALIST_NOT_FOUND"],
    [`/api/ai/specialists/${"x".repeat(256)}`, 404, "SPECIALIST_NOT_FOUND"],
    [`/api/ai/specialists/${"x".repeat(257)}`, 404, "NOT_FOUND"],
    ["/api/ai/specialists/%00", 400, "BAD_REQUEST"],
    ["/api/ai/specialists/%ff", 400, "BAD_REQUEST"],
    ["/api/ai/specialists/%zz", 400, "BAD_REQUEST"],
    ["/api/ai/specialists/%", 400, "BAD_REQUEST"],
    ["/api/ai/specialists?role_filter=%c3%28", 400, "BAD_REQUEST"],
    ["/api/ai/specialists?role_filter=%00", 400, "BAD_REQUEST"],
    ["/api/v2/runs?limit=99999999999999999999999", 400, "BAD_REQUEST"],
    ["/api/v2/runs?limit=1e400", 400, "BAD_REQUEST"],
    ["/api/v2/runs?limit=-0x10", 400, "BAD_REQUEST"],
    ["/api/chat/apollo/stream", 400, "BAD_REQUEST"],
    ["/api/chat/apollo/stream?message=", 400, "BAD_REQUEST"],
    ["/api/v2/ai/apollo/stream?content=x&context=%5B%5D", 400, "BAD_REQUEST"],
    ["/api/v2/ai/apollo/stream?content=x&temperature=99", 400, "BAD_REQUEST"],
    ["http://evil.example/api/health", 421, "MISDIRECTED"],
    ["http://127.0.0.1@evil.example/api/health", 421, "MISDIRECTED"],
    ["nothing", 400, "BAD_REQUEST"],
  ])("%s", async (path, status, code) => {
    isRefusal(await send(hub.url, path), status, code);
  });

  test.each(["/api/health/", "/api/health?", "/api/health?x=1&x=2", "http://127.0.0.1/api/health", "/api/health#x"])(
    "%s is one",
    async (path) => {
      expect((await send(hub.url, path)).status).toBe(200);
    },
  );

  test("of a key given twice the last one counts", async () => {
    const answer = await send(hub.url, "/api/v2/runs?limit=0&limit=5");
    expect(answer.status).toBe(200);
    isRefusal(await send(hub.url, "/api/v2/runs?limit=5&limit=0"), 400, "BAD_REQUEST");
  });
});

describe("a method an address does not take", () => {
  // Addresses that are also those of a chat with somebody called "team", and of a session and a specialist so called.
  const shared = [
    "/api/chat/team/stream",
    "/api/v2/sessions/import",
    "/api/v2/specialists/import",
    "/api/v2/specialists/export",
    "/api/v2/specialists/deleted",
  ];
  const paths = [...new Set(allRoutes.map((route) => route.path))].filter((path) => !shared.includes(path));
  const methodsOf = (path: string) => allRoutes.flatMap((route) => (route.path === path ? [route.method] : []));
  test.each(paths.map((path) => [path, methodsOf(path)] as const))("%s takes %j and says so", async (path, methods) => {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]) {
      if ((methods as readonly string[]).includes(method)) continue;
      const answer = await send(hub.url, fill(path), { method });
      isRefusal(answer, 405, "METHOD_NOT_ALLOWED");
      expect((answer.headers.allow ?? "").split(", ").sort()).toEqual([...methods].sort());
    }
  });
});

test("after all of that nothing is left open, and the hub answers", async () => {
  expect((await send(hub.url, "/api/ready")).status).toBe(200);
  const { text } = await send(hub.url, "/metrics");
  for (const gauge of ["tekton_runs_active", "tekton_run_watchers"])
    expect(text).toMatch(new RegExp(`^${gauge} 0$`, "m"));
  expect(text).toMatch(/^tekton_http_open 1$/m);
  expect(text).not.toMatch(/status="5\d\d"/);
});
