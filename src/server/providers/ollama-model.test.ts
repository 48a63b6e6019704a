import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { systemClock } from "#server/kernel/clock.ts";
import type { ChatDelta, ChatRequest } from "./chat-model.ts";
import { createOllamaModel } from "./ollama-model.ts";

let fake: FakeOllama;
let model: ReturnType<typeof createOllamaModel>;
const deadlines = { firstByteMs: 10_000, idleMs: 10_000, totalMs: 20_000 };

beforeEach(async () => {
  for (const method of ["log", "warn", "error"] as const)
    vi.spyOn(console, method).mockImplementation(() => expect.unreachable("nothing is printed"));
  fake = await startFakeOllama();
  model = createOllamaModel({ url: fake.url, deadlines, clock: systemClock });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await model.close();
  await fake.close();
});

const ask = (extra: Partial<ChatRequest> = {}): ChatRequest => ({
  model: "llama3.2:3b",
  messages: [{ role: "user", content: "hi" }],
  temperature: null,
  maxTokens: null,
  contextWindow: null,
  ...extra,
});

/** Everything the stream gave, and what it threw. */
const collect = async (request: ChatRequest = ask(), from = model) => {
  const deltas: ChatDelta[] = [];
  let error: unknown = null;
  try {
    for await (const delta of from.chat(request, new AbortController().signal)) deltas.push(delta);
  } catch (thrown) {
    error = thrown;
  }
  const text = deltas.map((delta) => (delta.type === "content" ? delta.text : "")).join("");
  return { deltas, error, text };
};

const tokens = ["one", " two", " three"];
const long = "The quick brown fox jumps over the lazy dog. ".repeat(500);

describe("an answer", () => {
  test("comes as accepted, thinking, content and one end with what Ollama counted", async () => {
    fake.defaultScript = { thinking: ["hm"], tokens: ["a", "b"], firstTokenMs: 2 };
    expect((await collect()).deltas).toEqual([
      { type: "accepted" },
      { type: "thinking", text: "hm" },
      { type: "content", text: "a" },
      { type: "content", text: "b" },
      {
        type: "end",
        finishReason: "stop",
        promptTokens: 5,
        completionTokens: 3,
        providerMs: expect.closeTo(2.002, 3),
        warnings: [],
      },
    ]);
  });

  test("says null for what Ollama did not count, and length when it was cut", async () => {
    fake.defaultScript = { tokens, promptEvalCount: null, evalCount: null };
    const { deltas } = await collect(ask({ maxTokens: 2 }));
    expect(deltas.at(-1)).toMatchObject({ finishReason: "length", promptTokens: null, completionTokens: null });
  });

  test("is asked for with the options that are set, and no others", async () => {
    await collect();
    await collect(ask({ temperature: 0, maxTokens: 9, contextWindow: 8192 }));
    const [plain, full] = fake.requests.map((request) => request.body);
    expect(plain).toEqual({
      model: "llama3.2:3b",
      messages: [{ role: "user", content: "hi" }],
      stream: true,
      options: {},
    });
    expect(full).toMatchObject({ options: { temperature: 0, num_predict: 9, num_ctx: 8192 } });
  });

  test("reads the same wherever its bytes are split", async () => {
    const text = "Grüße 👩‍👩‍👧‍👦 und 你好\r\n";
    fake.defaultScript = { tokens: [text], promptEvalCount: null, evalCount: null, crlf: true };
    const plain = await fetch(`${fake.url}/api/chat`, { method: "POST", body: JSON.stringify(ask()) });
    const size = (await plain.arrayBuffer()).byteLength;
    for (let byteSplit = 0; byteSplit <= size; byteSplit += 1) {
      fake.defaultScript = { ...fake.defaultScript, byteSplit };
      const { text: read, error } = await collect();
      expect({ byteSplit, read, error }).toEqual({ byteSplit, read: text, error: null });
    }
    fake.defaultScript = { ...fake.defaultScript, byteSplit: "every" };
    expect((await collect()).text).toBe(text);
  });

  test("leaves its connection to the next", async () => {
    for (let i = 0; i < 5; i += 1) expect((await collect()).error).toBeNull();
    // A next one may begin before the last has closed its body.
    expect(fake.sockets).toBeLessThanOrEqual(2);
  });

  test("warns when the prompt was cut without a word", async () => {
    const messages = [{ role: "user", content: long }] as const;
    const { deltas } = await collect(ask({ messages, contextWindow: 2048 }));
    expect(deltas.at(-1)).toMatchObject({ promptTokens: 2048, warnings: [expect.stringContaining("2048 tokens")] });
    expect((await collect(ask({ messages }))).deltas.at(-1)).toMatchObject({ warnings: [] });
  });
});

describe("a fault is AI_UNAVAILABLE, and the text before it is kept", () => {
  test.each([
    ["an error line", { errorAfter: { tokens: 2, message: "model runner\nstopped" } }, "stopped: model runner stopped"],
    ["an end without done", { endAfter: { tokens: 2 } }, "without saying that it was done"],
    ["a broken connection", { resetAfter: { tokens: 2 } }, "broke off its answer"],
    ["a line that is not JSON", { garbageAfter: { tokens: 2, line: "<html>" } }, "not JSON"],
  ])("%s", async (_name, fault, message) => {
    fake.defaultScript = { tokens, ...fault };
    const { text, error, deltas } = await collect();
    expect(text).toBe("one two");
    expect(deltas.some((delta) => delta.type === "end")).toBe(false);
    expect(error).toMatchObject({
      code: "AI_UNAVAILABLE",
      message: expect.stringContaining(message),
      details: { provider: "ollama" },
    });
  });

  test("a line of ten megabytes", async () => {
    fake.defaultScript = { tokens, longLineBytes: 10_000_000 };
    const { text, error } = await collect();
    expect(text).toBe("one two three");
    expect(error).toMatchObject({ code: "AI_UNAVAILABLE", message: expect.stringContaining("longer than") });
  });

  test("an empty answer", async () => {
    fake.defaultScript = { endAfter: { tokens: 0 } };
    expect((await collect()).error).toMatchObject({ code: "AI_UNAVAILABLE" });
  });
});

describe("a refusal", () => {
  test("of a model that is not there says how to get it", async () => {
    const { deltas, error } = await collect(ask({ model: "phi4:14b" }));
    expect(deltas).toEqual([]);
    expect(error).toMatchObject({
      code: "AI_UNAVAILABLE",
      message: 'Ollama does not have the model "phi4:14b". Pull it with: ollama pull phi4:14b',
    });
  });

  test.each([
    [503, "AI_UNAVAILABLE", "Ollama is busy: no room"],
    [500, "AI_UNAVAILABLE", "Ollama answered with status 500: no room"],
    [499, "AI_UNAVAILABLE", "Ollama answered with status 499: no room"],
    [400, "BAD_REQUEST", "Ollama refused the request: no room"],
  ])("with status %i is %s", async (status, code, message) => {
    fake.defaultScript = { status, error: "no room" };
    expect((await collect()).error).toMatchObject({ code, message });
  });

  test("of a connection says where nobody answers, until somebody does", async () => {
    await fake.stop();
    expect((await collect()).error).toMatchObject({
      code: "AI_UNAVAILABLE",
      message: `Ollama does not answer at ${fake.url} (ECONNREFUSED). Start it with: ollama serve`,
      details: { provider: "ollama" },
    });
    await expect(model.models(new AbortController().signal)).rejects.toMatchObject({ code: "AI_UNAVAILABLE" });
    await fake.start();
    expect((await collect()).error).toBeNull();
  });
});

test("it lists its models, which are loaded and with what window", async () => {
  await collect(ask({ contextWindow: 8192 }));
  const models = await model.models(new AbortController().signal);
  expect(models).toContainEqual({
    name: "llama3.2:3b",
    sizeBytes: 2_019_000_000,
    contextWindow: 8192,
    loaded: true,
  });
  expect(models).toContainEqual({ name: "mistral:7b", sizeBytes: 4_372_000_000, contextWindow: null, loaded: false });
});
