/** The original's endpoints, as its clients read them: lines of text from plain HTTP. */
import { request } from "node:http";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { callTrpc } from "./call-trpc.ts";
import { send } from "./send.ts";

let ollama: FakeOllama;
let hub: TestHub;
beforeAll(async () => {
  ollama = await startFakeOllama({
    defaultScript: { tokens: ["Hello ", "from ", "the model."], tokenMs: 20, promptEvalCount: 9 },
  });
  hub = await startTestHub({ env: { OLLAMA_HOST: ollama.url } });
  ollama.script("break", { tokens: ["some ", "text"], tokenMs: 20, endAfter: { tokens: 1 } });
});
afterAll(async () => {
  await hub.close();
  await ollama.close();
});

type Line = Record<string, unknown> & { type: string };

/**
 * Reads a stream as the old Python clients did: line by line, what begins with "data: " is JSON, the
 * rest is passed over.
 */
function readLines(path: string, body?: object): Promise<Line[]> {
  const { hostname, port } = new URL(hub.url);
  const headers = { "User-Agent": "python-requests/2.31.0", Accept: "*/*", "Accept-Encoding": "gzip, deflate" };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        hostname,
        port,
        path,
        method: body ? "POST" : "GET",
        headers: { ...headers, ...(body && { "Content-Type": "application/json" }) },
      },
      async (incoming) => {
        expect([incoming.statusCode, incoming.headers["content-type"]]).toEqual([
          200,
          "text/event-stream; charset=utf-8",
        ]);
        const found: Line[] = [];
        for await (const line of createInterface({ input: incoming })) {
          if (line.startsWith("data: ")) found.push(JSON.parse(line.slice(6)));
        }
        resolve(found);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body && JSON.stringify(body));
  });
}

describe("/api/ai/specialists", () => {
  const list = async (query = "") =>
    (await send(hub.url, `/api/ai/specialists${query}`)).json<{
      count: number;
      specialists: Record<string, unknown>[];
    }>();

  test("lists the registry in the original's shape", async () => {
    const { count, specialists } = await list();
    expect([count, specialists.length]).toEqual([18, 18]);
    for (const row of specialists) {
      expect(row).toEqual({
        id: expect.stringMatching(/^[a-z]+-ai$/),
        name: String(row.id).replace("-ai", ""),
        type: expect.any(String),
        component_id: expect.any(String),
        active: true,
        status: "healthy",
        model: "llama3.2:3b",
        capabilities: expect.arrayContaining([expect.any(String)]),
        roles: [expect.any(String)],
        connection: { host: "127.0.0.1", port: expect.any(Number), protocol: "http" },
        performance: expect.objectContaining({ avg_response_time: null, success_rate: null }),
      });
    }
  });

  test("is filtered as Python clients write it, and passes over what it does not know", async () => {
    await callTrpc(hub.url, "specialists.setEnabled", { id: "hermes-ai", enabled: false });
    expect((await list("?active_only=True")).count).toBe(17);
    expect((await list("?active_only=true&page=3&__proto__=x&constructor=y")).count).toBe(17);
    expect((await list("?active_only=False")).count).toBe(18);
    const { specialists } = await list("?role_filter=CODE");
    expect(specialists.map((row) => row.id)).toEqual(["apollo-ai"]);
    expect((await list("?role_filter=nothing+of+the+kind")).count).toBe(0);
    expect((await list("?role_filter=")).count).toBe(18);
    const row = (await send(hub.url, "/api/ai/specialists/hermes-ai")).json();
    expect(row).toMatchObject({ active: false, status: "unavailable" });
  });

  test("one that is switched off answers 503, and activating it brings it back", async () => {
    const ask = () =>
      send(hub.url, "/api/ai/specialists/hermes-ai/message", { method: "POST", body: { message: "hi" } });
    const refused = await ask();
    expect([refused.status, refused.error().code]).toEqual([503, "AI_UNAVAILABLE"]);
    const activated = await send(hub.url, "/api/ai/specialists/hermes-ai/activate", { method: "POST" });
    expect(activated.json()).toMatchObject({ status: "success", specialist_id: "hermes-ai" });
    expect((await ask()).status).toBe(200);
    const unknown = await send(hub.url, "/api/ai/specialists/nobody/activate", { method: "POST" });
    expect([unknown.status, unknown.error().code]).toEqual([404, "SPECIALIST_NOT_FOUND"]);
  });

  test("a message is answered whole", async () => {
    const body = {
      message: "hi",
      temperature: 0.5,
      context: { previous_response: "before", other: 1 },
      unknown: { deep: [] },
    };
    const answer = await send(hub.url, "/api/ai/specialists/apollo-ai/message", { method: "POST", body });
    expect(answer.json()).toEqual({
      response: "Hello from the model.",
      content: "Hello from the model.",
      specialist_id: "apollo-ai",
      model: "llama3.2:3b",
      usage: { prompt_tokens: 9, completion_tokens: 3 },
    });
  });

  test("an id that is not there is a 404 that lists who is", async () => {
    const answer = await send(hub.url, "/api/ai/specialists/nobody");
    expect(answer.status).toBe(404);
    expect(answer.error().details?.available).toContain("apollo-ai");
  });
});

describe("/api/chat/{id}/stream", () => {
  const path = "/api/chat/apollo-ai/stream";
  const metadata = (chunk_index: number) => ({
    chunk_index,
    elapsed_time: expect.any(Number),
    total_tokens_so_far: expect.any(Number),
    specialist_id: "apollo-ai",
    ai_name: "apollo",
    model: "llama3.2:3b",
  });

  test.each(["POST", "GET"])("%s streams chunks and then complete", async (method) => {
    const lines =
      method === "POST"
        ? await readLines(path, { message: "hi", include_metadata: true, some_option: 1 })
        : await readLines(`${path}?message=hi&include_metadata=True&some_option=1`);
    const chunks = lines.slice(0, -1);
    expect(chunks.map((chunk) => chunk.content).join("")).toBe("Hello from the model.");
    expect(chunks).toEqual(
      chunks.map((chunk, i) => ({ type: "chunk", content: chunk.content, metadata: metadata(i) })),
    );
    expect(lines.at(-1)).toEqual({
      type: "complete",
      content: "",
      metadata: metadata(chunks.length),
      summary: {
        total_chunks: chunks.length,
        total_tokens: 3,
        total_time: expect.any(Number),
        specialist_id: "apollo-ai",
        model: "llama3.2:3b",
      },
    });
    const { total_time } = (lines.at(-1) as Line & { summary: { total_time: number } }).summary;
    expect(total_time).toBeGreaterThan(0);
    expect(total_time).toBeLessThan(20);
  });

  test.each(["POST", "GET"])("%s without metadata has null in its place", async (method) => {
    const lines =
      method === "POST"
        ? await readLines(path, { message: "hi", include_metadata: false })
        : await readLines(`${path}?message=hi&include_metadata=False`);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line).toHaveProperty("metadata", null);
  });

  test("an answer that breaks ends with an error that has the text that came", async () => {
    const lines = await readLines(path, { message: "break" });
    expect(lines.at(-1)).toEqual({
      type: "error",
      error: expect.stringMatching(/\.$/),
      specialist_id: "apollo-ai",
      partial_response: "some ",
    });
    expect(lines.map((line) => line.type)).toEqual(["chunk", "error"]);
  });

  test("a context is made on first use and remembered, whoever answers", async () => {
    await readLines(path, { message: "My name is Ada.", context_id: "ctx-1", temperature: null, max_tokens: null });
    await readLines("/api/chat/athena-ai/stream?message=What+is+my+name%3F&context_id=ctx-1");
    const asked = ollama.requests.at(-1)?.body as { messages: { content: string }[] };
    const given = asked.messages.map((message) => message.content).join("\n");
    expect(given).toMatch(/My name is Ada\.[\s\S]*Hello from the model\.[\s\S]*What is my name\?/);
    const got = await callTrpc(hub.url, "sessions.get", { session_id: "ctx-1" });
    expect(got.json()).toMatchObject({ result: { data: { id: "ctx-1", shared: true, message_count: 4 } } });
  });

  test.each([
    [{}, 400],
    [{ message: "" }, 400],
    [{ message: "x", temperature: 3 }, 400],
    [{ message: "x", context_id: "no spaces" }, 400],
    [{ message: "x", include_metadata: "yes" }, 400],
  ])("%j is a 400 before anything streams", async (body, status) => {
    const answer = await send(hub.url, path, { method: "POST", body });
    expect([answer.status, answer.error().code]).toEqual([status, "BAD_REQUEST"]);
  });
});

describe("/api/chat/team/stream", () => {
  const path = "/api/chat/team/stream";

  test("every lane's pieces come as they are made, and team_complete is last", async () => {
    const lines = await readLines(path, {
      message: "hi",
      specialists: ["apollo-ai", "athena-ai"],
      context_id: "x",
      who: 1,
    });
    expect(lines.at(-1)).toEqual({
      type: "team_complete",
      summary: { total_ais: 2, completed_streams: 2, total_time: expect.any(Number) },
    });
    for (const id of ["apollo", "athena"]) {
      const own = lines.filter((line) => line.specialist_id === `${id}-ai`);
      expect(own.map((line) => line.content).join("")).toBe("Hello from the model.");
      expect(own.map((line) => line.is_final)).toEqual(own.map((_, i) => i === own.length - 1));
      expect(own[0]).toEqual({
        type: "team_chunk",
        specialist_id: `${id}-ai`,
        specialist_name: id,
        content: expect.any(String),
        is_final: false,
      });
    }
  });

  test("without names every enabled specialist answers", async () => {
    const lines = await readLines(path, { message: "hi", specialists: [] });
    expect(new Set(lines.map((line) => line.specialist_id)).size - 1).toBe(18);
    expect(lines.at(-1)).toMatchObject({ summary: { total_ais: 18, completed_streams: 18 } });
  });

  test("a lane that fails says so, and the others go on", async () => {
    ollama.script(
      (body) => JSON.stringify(body).includes("lane test") && JSON.stringify(body).includes("You are Athena"),
      {
        tokens: ["x"],
        endAfter: { tokens: 1 },
      },
    );
    const lines = await readLines(path, { message: "lane test", specialists: ["apollo-ai", "athena-ai"] });
    expect(lines.filter((line) => line.type === "specialist_error")).toEqual([
      { type: "specialist_error", specialist_id: "athena-ai", error: expect.stringMatching(/\.$/) },
    ]);
    expect(lines.at(-1)).toMatchObject({ type: "team_complete", summary: { total_ais: 2, completed_streams: 1 } });
  });
});

describe("how the hub does", () => {
  test.each(["/health", "/api/health"])("%s is alive", async (path) => {
    expect((await send(hub.url, path)).json()).toEqual({ status: "ok" });
    const head = await send(hub.url, path, { method: "HEAD" });
    expect([head.status, head.text]).toEqual([200, ""]);
  });

  test.each(["/ready", "/api/ready"])("%s names the database and every provider", async (path) => {
    const answer = await send(hub.url, path);
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      status: "ready",
      database: "up",
      providers: [
        { name: "ollama", status: "up", url: expect.stringContaining("127.0.0.1"), models: expect.any(Number) },
        { name: "openai", status: "off", url: null, models: 0 },
        { name: "demo", status: "up", url: null, models: 1 },
      ],
    });
  });

  test("/api/ready is 503 when what the hub was told to use is not there", async () => {
    const lonely = await startTestHub({ env: { TEKTON_PROVIDER: "ollama" } });
    expect((await send(lonely.url, "/api/ready")).status).toBe(503);
    expect((await send(lonely.url, "/api/health")).status).toBe(200);
    const refused = await send(lonely.url, "/api/chat/apollo/stream?message=x");
    expect([refused.status, refused.error()]).toMatchObject([
      503,
      { code: "AI_UNAVAILABLE", details: { provider: "ollama" } },
    ]);
    await lonely.close();
  });
});
