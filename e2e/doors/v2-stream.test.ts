/** `/api/v2/ai/{specialist}/stream`, to the letter of its contract. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DoneEvent, ErrorEvent, StartEvent } from "#contract/run-events.ts";
import { runView } from "#contract/run-view.ts";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { readRunStream } from "./read-run-stream.ts";
import { send } from "./send.ts";

let ollama: FakeOllama;
let hub: TestHub;
beforeAll(async () => {
  ollama = await startFakeOllama({ defaultScript: { text: "Grüße, one two three 🜁.", promptEvalCount: 40 } });
  hub = await startTestHub({ env: { OLLAMA_HOST: ollama.url } });
});
afterAll(async () => {
  await hub.close();
  await ollama.close();
});

const path = "/api/v2/ai/apollo/stream";
const post = (body: object, headers: Record<string, string> = {}, to = path) =>
  fetch(`${hub.url}${to}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
const lastChat = () =>
  ollama.requests.findLast((r) => r.path === "/api/chat")?.body as {
    model: string;
    options: object;
    messages: { role: string; content: string }[];
  };

describe("an answer streamed", () => {
  test("the head says what it is, to the letter", async () => {
    const response = await post({ content: "hello" });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
      "x-run-id": expect.stringMatching(/^run_[0-9a-z]{26}$/),
      "x-request-id": expect.stringMatching(/^req_[0-9a-z]{26}$/),
    });
    const { events } = await readRunStream(response);
    expect((events[0] as StartEvent).request_id).toBe(response.headers.get("x-request-id"));
  });

  test("start, content and done come in order, and add up", async () => {
    const { runId, events, last, text } = await readRunStream(await post({ content: "hello" }));
    expect(events.map((e) => e.type)).toEqual(["start", ...Array(events.length - 2).fill("content"), "done"]);
    expect(events[0]).toMatchObject({
      specialist_id: "apollo-ai",
      provider: "ollama",
      model: "llama3.2:3b",
      session_id: null,
      routed: { by: "name", reason: expect.stringContaining("apollo") },
    });
    const done = last as DoneEvent;
    expect(done).toMatchObject({
      finish_reason: "stop",
      usage: { prompt_tokens: { value: 40, source: "measured" }, completion_tokens: { source: "measured" } },
    });
    expect(done.tokens_used).toBe(40 + (done.usage.completion_tokens.value ?? 0));
    expect(done.context).toBeUndefined();
    const { duration_ms, first_token_ms, queue_ms } = done.timing;
    expect(queue_ms).toBeLessThanOrEqual(first_token_ms ?? -1);
    expect(first_token_ms).toBeLessThanOrEqual(duration_ms ?? -1);
    const run = runView.parse(await (await fetch(`${hub.url}/api/v2/runs/${runId}`)).json());
    expect(text).toBe("Grüße, one two three 🜁.");
    expect(Buffer.from(run.content).equals(Buffer.from(text))).toBe(true);
    expect(run).toMatchObject({ status: "completed", tokens_used: done.tokens_used, last_seq: events.length });
  });

  test("every field of the body reaches the model", async () => {
    await readRunStream(
      await post({
        content: "hello",
        temperature: 0.25,
        max_tokens: 3,
        model: "gemma3:4b",
        context: { previous_specialist: "athena-ai", previous_response: "the wise word" },
        on_disconnect: "continue",
        client_message_id: "m-1",
        unknown_field: [1],
      }),
    );
    const asked = lastChat();
    expect(asked).toMatchObject({ model: "gemma3:4b", options: { temperature: 0.25, num_predict: 3 } });
    expect(asked.messages.map((m) => m.content).join("\n")).toMatch(/the wise word[\s\S]*hello/);
  });

  test("the GET form takes the same fields, and message for content", async () => {
    const query = new URLSearchParams({
      message: "from a query",
      temperature: "0",
      max_tokens: "2",
      model: "mistral:7b",
      context: JSON.stringify({ memory_hints: ["remember the milk"], pipeline_stage: 1 }),
    });
    const { last } = await readRunStream(await fetch(`${hub.url}${path}?${query}`));
    expect(last).toMatchObject({ type: "done", finish_reason: "length", context: { pipeline_stage: 2 } });
    const asked = lastChat();
    expect(asked).toMatchObject({ model: "mistral:7b", options: { temperature: 0, num_predict: 2 } });
    expect(asked.messages.map((m) => m.content).join("\n")).toMatch(/remember the milk[\s\S]*from a query/);
    await readRunStream(await fetch(`${hub.url}${path}?content=a+b%26c`));
    expect(lastChat().messages.at(-1)?.content).toBe("a b&c");
  });

  test("the context comes back a stage further, with this answer in it", async () => {
    const context = {
      previous_specialist: "athena-ai",
      previous_response: "before",
      pipeline_stage: 4,
      memory_hints: ["x"],
    };
    const { last, text } = await readRunStream(await post({ content: "go on", context }));
    expect((last as DoneEvent).context).toEqual({
      previous_specialist: "apollo-ai",
      previous_response: text,
      pipeline_stage: 5,
      memory_hints: ["x"],
    });
    const first = await readRunStream(await post({ content: "begin", context: {} }));
    expect((first.last as DoneEvent).context).toMatchObject({ pipeline_stage: 1, previous_specialist: "apollo-ai" });
  });

  test.each([
    ["apollo-ai", "name", "apollo-ai"],
    ["APOLLO", "name", "apollo-ai"],
    ["heph", "name", "hephaestus-ai"],
    ["@code-generation", "capability", "synthesis-ai"],
    ["%40debugging", "capability", "apollo-ai"],
    ["auto", "auto", "numa-ai"],
  ])("%s is routed by %s to %s, and start says so", async (name, by, specialist_id) => {
    const { events } = await readRunStream(await post({ content: "hello" }, {}, `/api/v2/ai/${name}/stream`));
    expect(events[0]).toMatchObject({ type: "start", specialist_id, routed: { by } });
  });

  test("a reasoning model's thinking is its own type and not in the answer", async () => {
    ollama.script("ponder", { thinking: ["Hm", ", so"], tokens: ["42"] });
    const { events, text } = await readRunStream(await post({ content: "ponder this" }));
    expect(events.flatMap((e) => (e.type === "thinking" ? e.data : [])).join("")).toBe("Hm, so");
    expect(text).toBe("42");
  });

  test.each([
    ["an error line", { errorAfter: { tokens: 2, message: "out of memory" } }],
    ["an end without its last word", { endAfter: { tokens: 2 } }],
    ["a broken connection", { resetAfter: { tokens: 2 } }],
    ["a line that is not JSON", { garbageAfter: { tokens: 2, line: "<html>" } }],
  ])("after %s one error is the last event, and the text that came is kept", async (_, fault) => {
    const word = `fault-${Object.keys(fault)[0]}`;
    ollama.script(word, { tokens: ["kept ", "text ", "lost"], tokenMs: 20, ...fault });
    const { runId, last, text } = await readRunStream(await post({ content: word }));
    expect(last as ErrorEvent).toMatchObject({ type: "error", error: { code: "AI_UNAVAILABLE" }, partial: true });
    expect(text).toBe("kept text ");
    const run = runView.parse(await (await fetch(`${hub.url}/api/v2/runs/${runId}`)).json());
    expect(run).toMatchObject({ status: "failed", content: text, error: { code: "AI_UNAVAILABLE" } });
  });
});

describe("an answer whole", () => {
  const asJson = { accept: "application/json" };

  test("it comes as one JSON object when that is asked for", async () => {
    const response = await post({ content: "hello", context: { pipeline_stage: 2 } }, asJson);
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(await response.json()).toMatchObject({
      response: "Grüße, one two three 🜁.",
      run_id: expect.stringMatching(/^run_/),
      specialist_id: "apollo-ai",
      model: "llama3.2:3b",
      finish_reason: "stop",
      usage: { prompt_tokens: { value: 40, source: "measured" } },
      context: { pipeline_stage: 3, previous_specialist: "apollo-ai" },
    });
    expect((await fetch(`${hub.url}${path}?content=x`, { headers: asJson })).headers.get("content-type")).toMatch(
      /json/,
    );
  });

  test.each(["text/event-stream", "*/*", "application/json, text/event-stream", ""])(
    "Accept: %j streams",
    async (accept) => {
      await readRunStream(await post({ content: "hello" }, { accept }));
    },
  );

  test("a run that fails is an error with its status, and names the run that kept the text", async () => {
    ollama.script("half", { tokens: ["one ", "two"], tokenMs: 30, endAfter: { tokens: 1 } });
    const answer = await send(hub.url, path, { method: "POST", headers: asJson, body: { content: "half" } });
    expect(answer.status).toBe(503);
    expect(answer.error()).toMatchObject({
      code: "AI_UNAVAILABLE",
      details: { run_id: expect.stringMatching(/^run_/), partial: true },
    });
  });
});

describe("what can fail before the first byte", () => {
  test("has an HTTP status", async () => {
    ollama.script("refuse", { status: 500, error: "cuda is unhappy" });
    const refused = await send(hub.url, path, { method: "POST", body: { content: "refuse" } });
    expect([refused.status, refused.error().code]).toEqual([503, "AI_UNAVAILABLE"]);
    const nobody = await send(hub.url, "/api/v2/ai/nobody/stream?content=x");
    expect(nobody.status).toBe(404);
    expect(nobody.error()).toMatchObject({
      code: "SPECIALIST_NOT_FOUND",
      details: { available: expect.arrayContaining(["apollo-ai"]) },
    });
    const unclear = await send(hub.url, "/api/v2/ai/he/stream?content=x");
    expect(unclear.error()).toMatchObject({
      code: "AMBIGUOUS_NAME",
      details: { candidates: ["hermes-ai", "hephaestus-ai"] },
    });
    const session = await send(hub.url, path, { method: "POST", body: { content: "x", session_id: "sess_none" } });
    expect([session.status, session.error().code]).toEqual([404, "SESSION_NOT_FOUND"]);
  });

  test.each([
    [{}, "content"],
    [{ content: "" }, "content"],
    [{ content: " \n " }, "content"],
    [{ content: 1 }, "content"],
    [{ content: "x".repeat(512 * 1024 + 1) }, "content"],
    [{ content: "é".repeat(256 * 1024 + 1) }, "content"],
    [{ content: "x", temperature: 2.1 }, "temperature"],
    [{ content: "x", temperature: "1" }, "temperature"],
    [{ content: "x", max_tokens: 0 }, "max_tokens"],
    [{ content: "x", max_tokens: 1.5 }, "max_tokens"],
    [{ content: "x", session_id: "" }, "session_id"],
    [{ content: "x", session_id: "a\u0000b" }, "session_id"],
    [{ content: "x", context: "y" }, "context"],
    [{ content: "x", context: { pipeline_stage: -1 } }, "context.pipeline_stage"],
    [{ content: "x", context: { memory_hints: ["ok", 1] } }, "context.memory_hints.1"],
    [{ content: "x", model: "" }, "model"],
    [{ content: "x", on_disconnect: "maybe" }, "on_disconnect"],
  ])("a body that does not fit is a 400 with the path", async (body, where) => {
    const answer = await send(hub.url, path, { method: "POST", body });
    expect(answer.status).toBe(400);
    const { code, details } = answer.error();
    const issues = (details?.issues ?? []) as { path: string }[];
    expect([code, [...new Set(issues.map((issue) => issue.path))]]).toEqual(["BAD_REQUEST", [where]]);
  });

  test.each(["temperature=hot", "max_tokens=1e9", "context=%7B", "on_disconnect=no", "temperature="])(
    "a query that does not fit is one too: %s",
    async (query) => {
      const answer = await send(hub.url, `${path}?content=x&${query}`);
      expect(answer.status).toBe(400);
      expect(answer.error().details?.issues).toEqual([{ path: query.split("=")[0], message: expect.any(String) }]);
    },
  );

  test("a message of just the largest size is taken", async () => {
    await readRunStream(await post({ content: "é".repeat(256 * 1024) }));
  });
});
