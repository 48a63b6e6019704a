/** `/api/v2/sessions`, to the letter of its contract. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DoneEvent, StartEvent } from "#contract/run-events.ts";
import { type SessionPage, sessionPage, sessionView } from "#contract/session.ts";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { readRunStream } from "./read-run-stream.ts";
import { type Sent, send } from "./send.ts";

let ollama: FakeOllama;
let hub: TestHub;
let client: HubClient;
beforeAll(async () => {
  ollama = await startFakeOllama({ defaultScript: { text: "one two", promptEvalCount: 40 } });
  hub = await startTestHub({ env: { OLLAMA_HOST: ollama.url } });
  client = new HubClient(hub.url);
});
afterAll(async () => {
  await hub.close();
  await ollama.close();
});

const path = "/api/v2/sessions";
const call = (method: string, rest: string, body?: object | string): Promise<Sent> =>
  send(hub.url, `${path}${rest}`, {
    method,
    ...(body !== undefined && { body, headers: { "content-type": "application/json" } }),
  });
const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe("a session is made", () => {
  test("with what the contract says when nothing is said", async () => {
    const answer = await call("POST", "", { specialist_id: "apollo" });
    expect(answer.status).toBe(201);
    expect(answer.json()).toEqual({
      id: expect.stringMatching(/^sess_[0-9a-z]{26}$/),
      specialist_id: "apollo-ai",
      title: null,
      status: "active",
      shared: false,
      context_window: 10,
      ttl_seconds: 3600,
      metadata: {},
      message_count: 0,
      busy_run_id: null,
      created_at: isoTime,
      last_activity: isoTime,
      expires_at: isoTime,
    });
    const { created_at, expires_at } = sessionView.parse(answer.json());
    expect(Date.parse(expires_at) - Date.parse(created_at)).toBe(3_600_000);
  });

  test("with everything that can be said", async () => {
    const said = {
      id: "my-name_2",
      specialist_id: "athena-ai",
      context_window: 0,
      ttl_seconds: 120,
      title: "Grüße 🜁",
      shared: true,
      metadata: { deep: [{ or: null }], n: 1.5 },
    };
    const answer = await call("POST", "", { ...said, unknown_field: 1 });
    expect([answer.status, answer.json()]).toMatchObject([201, said]);
    expect((await call("GET", "/my-name_2")).json()).toMatchObject(said);
  });

  test("an id that is taken is a 409, also for the same request again", async () => {
    const body = { specialist_id: "apollo-ai", id: "taken" };
    expect((await call("POST", "", body)).status).toBe(201);
    const again = await call("POST", "", body);
    expect([again.status, again.error().code]).toEqual([409, "CONFLICT"]);
  });

  test("of many at once with one id, one", async () => {
    const all = await Promise.all(
      Array.from({ length: 10 }, () => call("POST", "", { specialist_id: "apollo-ai", id: "raced" })),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
  });

  test("of a specialist that is there", async () => {
    const unknown = await call("POST", "", { specialist_id: "nobody" });
    expect([unknown.status, unknown.error().code]).toEqual([404, "SPECIALIST_NOT_FOUND"]);
    const unclear = await call("POST", "", { specialist_id: "he" });
    expect([unclear.status, unclear.error().code]).toEqual([400, "AMBIGUOUS_NAME"]);
  });
});

describe("a message", () => {
  test("is answered whole", async () => {
    const { id } = await client.openSession();
    const answer = await call("POST", `/${id}/message`, { message: "hello" });
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({
      response: "one two",
      session_id: id,
      run_id: expect.stringMatching(/^run_/),
      message_count: 2,
      tokens_used: 42,
      usage: { prompt_tokens: { value: 40, source: "measured" }, completion_tokens: { value: 2 } },
      context_used: 0,
      specialist_id: "apollo-ai",
      model: "llama3.2:3b",
    });
  });

  test("is answered as a stream", async () => {
    const { id } = await client.openSession();
    await client.tell(id, "hello");
    const { events, last, text } = await readRunStream(await client.tellStream(id, "and now?"));
    expect((events[0] as StartEvent).session_id).toBe(id);
    expect(last as DoneEvent).toMatchObject({ type: "done", context_used: 2, finish_reason: "stop" });
    expect(text).toBe("one two");
  });

  test("reaches the model with all its fields, and its context comes back a stage further", async () => {
    const { id } = await client.openSession();
    const answer = await client.tell(id, "hello", {
      temperature: 0.25,
      max_tokens: 3,
      context: { previous_response: "the wise word", pipeline_stage: 4 },
    });
    expect(answer).toMatchObject({ context: { pipeline_stage: 5, previous_response: "one two" } });
    const asked = ollama.requests.findLast((request) => request.path === "/api/chat")?.body;
    expect(asked).toMatchObject({ options: { temperature: 0.25, num_predict: 3 } });
    expect(JSON.stringify(asked)).toMatch(/> the wise word.*hello/);
  });

  test("is stored and can be read before the model has said anything", async () => {
    ollama.script("say nothing", { tokens: ["x"], firstTokenMs: 60_000 });
    const { id } = await client.openSession();
    const { run } = await client.sendMessage(id, "say nothing", { client_message_id: "1" });
    const { messages, busy_run_id, title } = await client.session(id);
    expect(messages).toMatchObject([
      { role: "user", content: "say nothing", status: "complete", run_id: null },
      { role: "assistant", content: "", status: "partial", run_id: run.id },
    ]);
    expect([busy_run_id, title]).toEqual([run.id, "say nothing"]);
    await client.cancel(run.id);
  });

  test("that fails is an error with its status, names its run, and is kept", async () => {
    ollama.script("half", { tokens: ["one ", "two"], tokenMs: 30, endAfter: { tokens: 1 } });
    const { id } = await client.openSession();
    const answer = await call("POST", `/${id}/message`, { message: "half" });
    expect(answer.status).toBe(503);
    const { code, details } = answer.error();
    expect([code, details]).toMatchObject(["AI_UNAVAILABLE", { partial: true }]);
    expect((await client.session(id)).messages).toMatchObject([
      { content: "half" },
      { content: "one ", status: "partial", run_id: details?.run_id },
    ]);
  });
});

describe("reading", () => {
  test("gives the newest page, oldest first, and the pages before it without a gap", async () => {
    const { id } = await client.openSession();
    for (let n = 0; n < 6; n += 1) await client.tell(id, `question ${n}`);
    const all = (await client.session(id)).messages;
    expect(all.filter(({ role }) => role === "user").map(({ content }) => content)).toEqual(
      Array.from({ length: 6 }, (_, n) => `question ${n}`),
    );
    const pages: SessionPage["messages"][] = [];
    for (let before = ""; ; ) {
      const { messages, next_cursor } = await client.session(id, `?limit=5${before}`);
      pages.unshift(messages);
      if (next_cursor === null) break;
      expect(next_cursor).toBe(messages[0]?.id);
      before = `&before=${next_cursor}`;
      // What is said meanwhile is newer than any page still to come.
      if (pages.length === 1) await client.tell(id, "meanwhile");
    }
    expect(pages.map(({ length }) => length)).toEqual([2, 5, 5]);
    expect(pages.flat()).toEqual(all);
    const overTrpc = await client.query<SessionPage>("sessions.get", { session_id: id, limit: 5, cursor: all[2]?.id });
    expect(overTrpc).toMatchObject({ messages: all.slice(0, 2), next_cursor: null });
  });

  test("says of each message who, when, how it ended and by which run", async () => {
    const { id } = await client.openSession();
    const { run_id } = await client.tell(id, "hello");
    const answer = await call("GET", `/${id}`);
    expect(answer.json()).toEqual(sessionPage.strict().parse(answer.json()));
    expect(answer.json<SessionPage>().messages).toEqual([
      {
        id: expect.stringMatching(/^msg_/),
        role: "user",
        specialist_id: "apollo-ai",
        content: "hello",
        status: "complete",
        run_id: null,
        timestamp: isoTime,
      },
      {
        id: expect.stringMatching(/^msg_/),
        role: "assistant",
        specialist_id: "apollo-ai",
        content: "one two",
        status: "complete",
        run_id,
        timestamp: isoTime,
      },
    ]);
  });
});

test("a change changes what it names and nothing else", async () => {
  const { id } = await client.openSession({ title: "Before", metadata: { a: 1 } });
  const change = async (body: object) => (await call("PATCH", `/${id}`, body)).json();
  expect(await change({ title: "After" })).toMatchObject({ title: "After", metadata: { a: 1 }, context_window: 10 });
  expect(await change({ title: null, context_window: 3 })).toMatchObject({ title: null, context_window: 3 });
  expect(await change({ metadata: { b: [2] }, shared: true })).toMatchObject({ metadata: { b: [2] }, shared: true });
  expect(await change({ ttl_seconds: 9 })).toMatchObject({ ttl_seconds: 9, context_window: 3, metadata: { b: [2] } });
  expect(await change({})).toMatchObject({ id, ttl_seconds: 9 });
});

describe("clearing", () => {
  test.each([
    [undefined, 0],
    [0, 0],
    [2, 4],
    [4, 8],
    [1000, 8],
  ])("keep_last %s of 4 pairs leaves %i messages, the newest", async (keep_last, left) => {
    const { id } = await client.openSession();
    for (let n = 0; n < 4; n += 1) await client.tell(id, `question ${n}`);
    const before = (await client.session(id)).messages;
    const answer = await call("POST", `/${id}/clear`, { keep_last });
    expect(sessionView.parse(answer.json()).message_count).toBe(left);
    expect((await client.session(id)).messages).toEqual(before.slice(before.length - left));
    const cleared = before[1]?.run_id;
    expect((await send(hub.url, `/api/v2/runs/${cleared}`)).status).toBe(left === 8 ? 200 : 404);
    expect(await client.tell(id, "and on")).toMatchObject({ message_count: left + 2, context_used: left });
  });

  test("a busy session is a 409 with the run", async () => {
    ollama.script("hold on", { tokens: ["x"], stallAfter: { tokens: 1 } });
    const { id } = await client.openSession();
    const { run } = await client.sendMessage(id, "hold on", { client_message_id: "1" });
    const answer = await call("POST", `/${id}/clear`, {});
    expect([answer.status, answer.error().code, answer.error().details]).toEqual([409, "CONFLICT", { run_id: run.id }]);
    await client.cancel(run.id);
    expect((await client.session(id)).message_count).toBe(2);
  });
});
