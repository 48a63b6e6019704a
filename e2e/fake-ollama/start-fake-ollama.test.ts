import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeOllama, startFakeOllama } from "./start-fake-ollama.ts";

let fake: FakeOllama;

beforeEach(async () => {
  fake = await startFakeOllama();
});
afterEach(() => fake.close());

const post = (path: string, body: unknown, signal?: AbortSignal) =>
  fetch(fake.url + path, { method: "POST", body: JSON.stringify(body), ...(signal && { signal }) });

const chat = (extra: object = {}) => ({
  model: "llama3.2:3b",
  messages: [{ role: "user", content: "why <b>?" }],
  ...extra,
});

const lines = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("what a fake Ollama says of itself", () => {
  test("it says its version and that it is running", async () => {
    expect(await (await fetch(`${fake.url}/api/version`)).json()).toEqual({ version: expect.any(String) });
    expect(await (await fetch(fake.url)).text()).toBe("Ollama is running");
  });

  test("it lists models as Ollama does", async () => {
    const { models } = (await (await fetch(`${fake.url}/api/tags`)).json()) as { models: object[] };
    expect(Object.keys(models[0] ?? {})).toEqual(["name", "model", "modified_at", "size", "digest", "details"]);
    expect(models).toContainEqual(
      expect.objectContaining({
        name: "qwen2.5-coder:7b",
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        details: expect.objectContaining({ format: "gguf", parameter_size: "7.6B", quantization_level: "Q4_K_M" }),
      }),
    );
  });

  test("a model is running once it was asked", async () => {
    expect(await (await fetch(`${fake.url}/api/ps`)).json()).toEqual({ models: [] });
    await (await post("/api/chat", chat({ options: { num_ctx: 8192 } }))).text();
    expect(await (await fetch(`${fake.url}/api/ps`)).json()).toEqual({
      models: [expect.objectContaining({ name: "llama3.2:3b", context_length: 8192, size_vram: expect.any(Number) })],
    });
  });

  test("it shows a model, and 404 for one it does not have", async () => {
    expect(await (await post("/api/show", { model: "llama3.2" })).json()).toMatchObject({
      model_info: { "general.architecture": "llama", "llama.context_length": 131_072 },
      capabilities: ["completion", "tools"],
    });
    const missing = await post("/api/show", { model: "nope" });
    expect(missing.status).toBe(404);
    expect(await missing.json()).toEqual({ error: "model 'nope' not found" });
  });

  test("a pulled model is there afterwards", async () => {
    const response = await post("/api/pull", { model: "phi4:14b" });
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    const progress = lines(await response.text());
    expect(progress[0]).toEqual({ status: "pulling manifest" });
    expect(progress.at(-2)).toEqual({ status: "writing manifest" });
    expect(progress.at(-1)).toEqual({ status: "success" });
    expect(progress).toContainEqual(expect.objectContaining({ completed: 2_019_377_376, total: 2_019_377_376 }));
    expect((await post("/api/show", { model: "phi4:14b" })).status).toBe(200);
  });

  test("it embeds each input: the same text alike, a similar one near, another far", async () => {
    const input = ["fix the login bug", "fix the log-in bug", "bake bread", "fix the login bug"];
    const response = await post("/api/embed", { model: "nomic-embed-text", input });
    const { embeddings } = (await response.json()) as { embeddings: number[][] };
    const cosine = (a: number[] = [], b: number[] = []) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
    const [one, near, far, same] = embeddings;
    expect(same).toEqual(one);
    expect(cosine(one, one)).toBeCloseTo(1);
    expect(cosine(one, near)).toBeGreaterThan(cosine(one, far) + 0.3);
    const refused = await post("/api/embed", { model: "llama3.2:3b", input });
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { error: '"llama3.2:3b" does not support embeddings' },
    ]);
  });

  test("an embedding fails or takes its time as a script says", async () => {
    const asks = (body: unknown) => JSON.stringify(body).includes("input");
    fake.script(asks, { status: 503, error: "server busy", firstTokenMs: 1 });
    expect((await post("/api/embed", { model: "nomic-embed-text", input: "a" })).status).toBe(503);
    fake.script(asks, {});
    expect((await post("/api/embed", { model: "nomic-embed-text", input: "a" })).status).toBe(200);
  });
});

describe("what a fake Ollama answers", () => {
  test("a chat streams lines and ends with counts and nanoseconds", async () => {
    fake.defaultScript = { thinking: ["hm"], tokens: ["a<b", "\u2028"] };
    const response = await post("/api/chat", chat());
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    const text = await response.text();
    expect(text).toContain("a\\u003cb");
    expect(text).toContain("\\u2028");
    const created_at = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const head = { model: "llama3.2:3b", created_at };
    expect(lines(text)).toEqual([
      { ...head, message: { role: "assistant", content: "", thinking: "hm" }, done: false },
      { ...head, message: { role: "assistant", content: "a<b" }, done: false },
      { ...head, message: { role: "assistant", content: "\u2028" }, done: false },
      {
        ...head,
        message: { role: "assistant", content: "" },
        done: true,
        done_reason: "stop",
        total_duration: 3000,
        load_duration: 1000,
        prompt_eval_count: 6,
        prompt_eval_duration: 1000,
        eval_count: 3,
        eval_duration: 1000,
      },
    ]);
  });

  test("without a stream it is one document", async () => {
    const answer = await (await post("/api/chat", chat({ stream: false }))).json();
    expect(answer).toMatchObject({ done: true, message: { role: "assistant" } });
    expect(JSON.stringify(answer)).toContain("why <b>?");
    expect(JSON.stringify(answer)).toContain("This is llama3.2:3b");
  });

  test("a generation says `response`", async () => {
    fake.defaultScript = { echo: true };
    const streamed = lines(await (await post("/api/generate", { model: "llama3.2:3b", prompt: "one two" })).text());
    expect(streamed.map((line) => line.response)).toEqual(["one", " two", ""]);
  });

  test("counts that are null are left out", async () => {
    fake.defaultScript = { tokens: ["x"], promptEvalCount: null, evalCount: null };
    const last = lines(await (await post("/api/chat", chat())).text()).at(-1) ?? {};
    expect(last).not.toHaveProperty("prompt_eval_count");
    expect(last).not.toHaveProperty("eval_count");
  });

  test("num_predict cuts the answer, num_ctx the prompt, think: false the thinking", async () => {
    fake.defaultScript = { thinking: ["hm"], tokens: ["a", "b", "c"] };
    const options = { num_predict: 2, num_ctx: 4 };
    const streamed = lines(await (await post("/api/chat", chat({ think: false, options }))).text());
    expect(streamed).toHaveLength(3);
    expect(streamed.at(-1)).toMatchObject({ done_reason: "length", prompt_eval_count: 4, eval_count: 2 });
    expect(JSON.stringify(streamed)).not.toContain("hm");
  });

  test("the newest script that matches wins, over HTTP too", async () => {
    fake.script("why", { text: "first" });
    fake.script((body) => JSON.stringify(body).includes("why"), { text: "second" });
    expect(await (await post("/api/chat", chat())).text()).toContain("second");
    expect((await post("/_fake/scripts", { match: "why", script: { text: "third" } })).status).toBe(200);
    expect(await (await post("/api/chat", chat())).text()).toContain("third");
    expect((await post("/_fake/scripts", { match: "why", script: { txt: "typo" } })).status).toBe(400);
    const seen = (await (await fetch(`${fake.url}/_fake/requests`)).json()) as object[];
    expect(seen).toEqual([
      expect.objectContaining({ method: "POST", path: "/api/chat", body: chat(), aborted: false }),
      expect.objectContaining({ path: "/api/chat" }),
    ]);
  });

  test("it keeps the pace it was given", async () => {
    fake.defaultScript = { tokens: ["a", "b", "c", "d"], loadMs: 20, firstTokenMs: 30, tokensPerSecond: 100 };
    const startedAt = performance.now();
    const response = await post("/api/chat", chat());
    expect(performance.now() - startedAt).toBeGreaterThan(45);
    const last = lines(await response.text()).at(-1);
    expect(performance.now() - startedAt).toBeGreaterThan(85);
    expect(last).toMatchObject({ load_duration: 20e6, prompt_eval_duration: 30e6, eval_duration: 40e6 });
  });
});
