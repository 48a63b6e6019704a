/** What `/api/v2/sessions` refuses: what is not there, and what does not fit. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { limits } from "#contract/limits.ts";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { type Sent, send } from "./send.ts";

let ollama: FakeOllama;
let hub: TestHub;
let client: HubClient;
beforeAll(async () => {
  ollama = await startFakeOllama({ defaultScript: { text: "one two" } });
  hub = await startTestHub({ env: { OLLAMA_HOST: ollama.url } });
  client = new HubClient(hub.url);
});
afterAll(async () => {
  await hub.close();
  await ollama.close();
});

const call = (method: string, rest: string, body?: object): Promise<Sent> =>
  send(hub.url, `/api/v2/sessions${rest}`, {
    method,
    ...(body !== undefined && { body, headers: { "content-type": "application/json" } }),
  });

describe("a session that is not there", () => {
  test.each([
    ["GET", ""],
    ["PATCH", ""],
    ["DELETE", ""],
    ["POST", "/message"],
    ["POST", "/clear"],
    ["POST", "/fork"],
    ["GET", "/export"],
  ])("is a 404 to %s /api/v2/sessions/:id%s", async (method, rest) => {
    const body = method === "GET" || method === "DELETE" ? undefined : { message: "x" };
    const answer = await call(method, `/sess_none${rest}`, body);
    expect([answer.status, answer.error().code]).toEqual([404, "SESSION_NOT_FOUND"]);
  });

  test("a message in it that is not there is a 404 too", async () => {
    const { id } = await client.openSession();
    const other = await client.openSession();
    await client.tell(other.id, "hello");
    const foreign = (await client.session(other.id)).messages[0]?.id ?? "";
    for (const message of ["msg_none", foreign]) {
      expect((await call("GET", `/${id}?before=${message}`)).error().code).toBe("NOT_FOUND");
      expect((await call("POST", `/${id}/fork`, { at_message_id: message })).error().code).toBe("NOT_FOUND");
    }
  });
});

describe("what does not fit is a 400 with the path", () => {
  const issuePaths = (answer: Sent) =>
    ((answer.error().details?.issues ?? []) as { path: string }[]).map((issue) => issue.path);

  test.each<[string, string, object, string]>([
    ["POST", "", {}, "specialist_id"],
    ["POST", "", { specialist_id: "" }, "specialist_id"],
    ["POST", "", { specialist_id: "apollo", id: "" }, "id"],
    ["POST", "", { specialist_id: "apollo", id: "-dash-first" }, "id"],
    ["POST", "", { specialist_id: "apollo", id: "a b" }, "id"],
    ["POST", "", { specialist_id: "apollo", id: "é" }, "id"],
    ["POST", "", { specialist_id: "apollo", id: "a\n" }, "id"],
    ["POST", "", { specialist_id: "apollo", id: "../x" }, "id"],
    ["POST", "", { specialist_id: "apollo", id: "x".repeat(65) }, "id"],
    ["POST", "", { specialist_id: "apollo", context_window: -1 }, "context_window"],
    ["POST", "", { specialist_id: "apollo", context_window: 1.5 }, "context_window"],
    ["POST", "", { specialist_id: "apollo", context_window: "10" }, "context_window"],
    ["POST", "", { specialist_id: "apollo", ttl_seconds: 0 }, "ttl_seconds"],
    ["POST", "", { specialist_id: "apollo", ttl_seconds: limits.ttlSeconds + 1 }, "ttl_seconds"],
    ["POST", "", { specialist_id: "apollo", title: " " }, "title"],
    ["POST", "", { specialist_id: "apollo", title: "x".repeat(limits.titleChars + 1) }, "title"],
    ["POST", "", { specialist_id: "apollo", shared: "yes" }, "shared"],
    ["POST", "", { specialist_id: "apollo", metadata: [] }, "metadata"],
    ["POST", "", { specialist_id: "apollo", metadata: { x: "y".repeat(limits.metadataChars) } }, "metadata"],
    ["PATCH", "/there", { context_window: -1 }, "context_window"],
    ["PATCH", "/there", { ttl_seconds: 1.5 }, "ttl_seconds"],
    ["PATCH", "/there", { shared: null }, "shared"],
    ["POST", "/there/message", {}, "message"],
    ["POST", "/there/message", { message: " " }, "message"],
    ["POST", "/there/message", { message: "x", if_busy: "wait" }, "if_busy"],
    ["POST", "/there/message", { message: "x", stream: "yes" }, "stream"],
    ["POST", "/there/message", { message: "x", temperature: 3 }, "temperature"],
    ["POST", "/there/message", { message: "x", client_message_id: "" }, "client_message_id"],
    ["POST", "/there/message", { message: "x", context: { pipeline_stage: -1 } }, "context.pipeline_stage"],
    ["POST", "/there/clear", { keep_last: -1 }, "keep_last"],
    ["POST", "/there/fork", { id: "a b" }, "id"],
    ["POST", "/there/fork", { at_message_id: "" }, "at_message_id"],
    ["POST", "/a%20b/message", { message: "x" }, "id"],
    ["PATCH", "/-x", { title: "x" }, "id"],
    ["DELETE", `/${"x".repeat(65)}`, {}, "id"],
  ])("%s %s %j", async (method, rest, body, where) => {
    const answer = await call(method, rest, method === "DELETE" ? undefined : body);
    expect([answer.status, answer.error().code, [...new Set(issuePaths(answer))]]).toEqual([
      400,
      "BAD_REQUEST",
      [where],
    ]);
  });

  test.each([
    ["?status=sleeping", "status"],
    ["?limit=0", "limit"],
    ["?limit=201", "limit"],
    ["?cursor=nonsense", "cursor"],
    ["/there?limit=ten", "limit"],
    ["/there/export?format=pdf", "format"],
    ["/%2e%2e%2f", "id"],
    ["/constructor%20", "id"],
  ])("GET %s", async (rest, where) => {
    const answer = await call("GET", rest);
    expect([answer.status, answer.error().code, issuePaths(answer)]).toEqual([400, "BAD_REQUEST", [where]]);
  });

  test("a message of 600 KB is a 400, one of 2 MB a 413, one of 512 KB is taken", async () => {
    const { id } = await client.openSession();
    const of = (bytes: number) => call("POST", `/${id}/message`, { message: "x".repeat(bytes) });
    const long = await of(600_000);
    expect([long.status, issuePaths(long)]).toEqual([400, ["message"]]);
    const huge = await of(2_000_000);
    expect([huge.status, huge.error().code]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
    expect((await client.session(id)).message_count).toBe(0);
    expect((await of(limits.messageBytes)).status).toBe(200);
  });
});
