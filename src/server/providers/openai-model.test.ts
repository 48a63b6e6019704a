import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type FakeOpenAi, startFakeOpenAi } from "#e2e/fake-openai/start-fake-openai.ts";
import type { AppError } from "#server/kernel/app-error.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import type { ChatDelta, ChatRequest } from "./chat-model.ts";
import { createOpenAiModel } from "./openai-model.ts";

const apiKey = "sk-test-0123456789abcdef";
const deadlines = { firstByteMs: 5000, idleMs: 2000, totalMs: 60_000 };
const tokens = ["one", " two", " three"];
let fake: FakeOpenAi;
let clock: ManualClock;
let model: ReturnType<typeof createOpenAiModel>;

beforeEach(async () => {
  for (const method of ["log", "warn", "error"] as const)
    vi.spyOn(console, method).mockImplementation(() => expect.unreachable("nothing is printed"));
  fake = await startFakeOpenAi({ apiKey });
  clock = new ManualClock();
  model = createOpenAiModel({ url: fake.url, apiKey, deadlines, clock });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await model.close();
  await fake.close();
});

const ask = (extra: Partial<ChatRequest> = {}): ChatRequest => ({
  model: "small-model",
  messages: [{ role: "user", content: "hi" }],
  temperature: null,
  maxTokens: null,
  contextWindow: null,
  ...extra,
});

const begin = (signal: AbortSignal, request = ask(), from = model) => {
  const deltas: ChatDelta[] = [];
  const ended = (async () => {
    for await (const delta of from.chat(request, signal)) deltas.push(delta);
  })();
  ended.catch(() => {});
  return { deltas, ended };
};

const collect = async (request = ask(), from = model) => {
  const { deltas, ended } = begin(new AbortController().signal, request, from);
  const error: AppError | null = await ended.then(
    () => null,
    (thrown) => thrown,
  );
  const text = deltas.map((delta) => (delta.type === "content" ? delta.text : "")).join("");
  return { deltas, error, text };
};

const soon = (check: () => void) => vi.waitFor(check, { interval: 1, timeout: 5000 });

describe("an answer", () => {
  test("comes as accepted, thinking, content and one end with the counts", async () => {
    fake.script = { thinking: ["hm"], tokens: ["a", "b"] };
    expect((await collect()).deltas).toEqual([
      { type: "accepted" },
      { type: "thinking", text: "hm" },
      { type: "content", text: "a" },
      { type: "content", text: "b" },
      { type: "end", finishReason: "stop", promptTokens: 7, completionTokens: 3, providerMs: null, warnings: [] },
    ]);
  });

  test("is asked for with the options that are set, and the key in the header", async () => {
    await collect();
    await collect(ask({ temperature: 0, maxTokens: 9, contextWindow: 4096 }));
    const [plain, full] = fake.requests;
    expect(plain).toMatchObject({ path: "/v1/chat/completions", authorization: `Bearer ${apiKey}` });
    expect(plain?.body).toEqual({
      model: "small-model",
      messages: [{ role: "user", content: "hi" }],
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(full?.body).toMatchObject({ temperature: 0, max_tokens: 9 });
  });

  test("says null for what the server did not count, and how it ended", async () => {
    fake.script = { tokens, promptEvalCount: null, doneReason: "length" };
    expect((await collect()).deltas.at(-1)).toMatchObject({
      finishReason: "length",
      promptTokens: null,
      completionTokens: null,
    });
    fake.script = { tokens, doneReason: "content_filter" };
    expect((await collect()).deltas.at(-1)).toMatchObject({ warnings: [expect.stringContaining("content filter")] });
  });

  test.each([true, false])("reads the same wherever its bytes are split (CR LF: %s)", async (crlf) => {
    const text = "Grüße 👩‍👩‍👧‍👦 und 你好\r\n";
    for (const byteSplit of [...Array.from({ length: 260 }, (_, i) => i), "every"] as const) {
      fake.script = { tokens: [text], crlf, byteSplit };
      const { text: read, error } = await collect();
      expect({ byteSplit, read, error }).toEqual({ byteSplit, read: text, error: null });
    }
  });
});

describe("a fault is AI_UNAVAILABLE, and the text before it is kept", () => {
  test.each([
    ["an error event", { errorAfter: { tokens: 2, message: `no room for ${apiKey}` } }, "stopped: no room for ***"],
    ["an end without a finish reason", { endAfter: { tokens: 2 } }, "without saying that it was done"],
    ["a broken connection", { resetAfter: { tokens: 2 } }, "broke off its answer"],
    ["an event that is not JSON", { garbageAfter: { tokens: 2, line: "<html>" } }, "cannot read"],
  ])("%s", async (_name, fault, message) => {
    fake.script = { tokens, ...fault };
    const { text, error, deltas } = await collect();
    expect(text).toBe("one two");
    expect(deltas.some((delta) => delta.type === "end")).toBe(false);
    expect(error).toMatchObject({
      code: "AI_UNAVAILABLE",
      message: expect.stringContaining(message),
      details: { provider: "openai" },
    });
    await soon(() => expect(fake.active).toBe(0));
  });

  test("a line of ten megabytes", async () => {
    fake.script = { tokens, longLineBytes: 10_000_000 };
    const { text, error } = await collect();
    expect(text).toBe("one two three");
    expect(error).toMatchObject({ code: "AI_UNAVAILABLE", message: expect.stringContaining("longer than") });
  });
});

describe("a refusal", () => {
  test.each([
    [400, "BAD_REQUEST"],
    [404, "AI_UNAVAILABLE"],
    [429, "AI_UNAVAILABLE"],
    [500, "AI_UNAVAILABLE"],
    [503, "AI_UNAVAILABLE"],
  ])("with status %i is %s, asked once", async (status, code) => {
    fake.script = { status, error: `no, ${apiKey}` };
    const { error } = await collect();
    expect(error).toMatchObject({ code });
    expect(error?.message).not.toContain(apiKey);
    expect(fake.requests).toHaveLength(1);
  });

  test("of the key says so and does not say the key", async () => {
    const wrong = createOpenAiModel({ url: fake.url, apiKey: "sk-wrong-0123456789", deadlines, clock });
    const { error } = await collect(ask(), wrong);
    expect(error).toMatchObject({ code: "AI_UNAVAILABLE", message: expect.stringContaining("API key") });
    expect(JSON.stringify([error?.message, error?.details, String(error?.cause)])).not.toContain("sk-wrong");
    await wrong.close();
  });

  test("of a connection says where nobody answers", async () => {
    await fake.stop();
    const { error } = await collect();
    expect(error).toMatchObject({ code: "AI_UNAVAILABLE", message: expect.stringContaining(fake.url) });
  });
});

describe("an abort closes the upstream socket and leaves nothing behind", () => {
  test.each([
    ["before the headers", { firstTokenMs: 600_000 }, 0],
    ["in the middle of an answer", { tokens: Array.from({ length: 1000 }, () => "x"), tokenMs: 5 }, 2],
    ["while the server is silent", { tokens, stallAfter: { tokens: 1 } }, 2],
  ])("%s", async (_name, script, deltasBefore) => {
    fake.script = script;
    const controller = new AbortController();
    const { deltas, ended } = begin(controller.signal);
    await soon(() => expect(fake.active).toBe(1));
    await soon(() => expect(deltas.length).toBeGreaterThanOrEqual(deltasBefore));
    controller.abort();
    await expect(ended).rejects.toBe(controller.signal.reason);
    await soon(() => expect(fake.requests[0]?.aborted).toBe(true));
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe("a missed deadline is a TIMEOUT that names it", () => {
  test.each([
    ["first_byte", { stallAfter: { tokens: 0 } }, 0, 5000],
    ["idle", { tokens, stallAfter: { tokens: 2 } }, 3, 2000],
  ])("%s", async (deadline, script, deltasBefore, limit_ms) => {
    fake.script = script;
    const { deltas, ended } = begin(new AbortController().signal);
    await soon(() => expect(fake.active).toBe(1));
    await soon(() => expect(deltas).toHaveLength(deltasBefore));
    await clock.advance(limit_ms);
    await expect(ended).rejects.toMatchObject({ code: "TIMEOUT", details: { deadline, limit_ms } });
    await soon(() => expect(fake.active).toBe(0));
  });
});

test("it lists its models; without a key it sends none", async () => {
  const open = await startFakeOpenAi();
  const keyless = createOpenAiModel({ url: open.url, apiKey: null, deadlines, clock });
  expect(await keyless.models(new AbortController().signal)).toEqual([
    { name: "small-model", sizeBytes: null, contextWindow: 8192, loaded: null },
    { name: "large-model", sizeBytes: null, contextWindow: 8192, loaded: null },
  ]);
  expect((await collect(ask(), keyless)).error).toBeNull();
  expect(open.requests.map((request) => request.authorization)).toEqual([undefined, undefined]);
  await keyless.close();
  await open.close();
});
