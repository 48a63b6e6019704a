import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import type { ChatDelta } from "./chat-model.ts";
import { createOllamaModel } from "./ollama-model.ts";

let fake: FakeOllama;
let clock: ManualClock;
let model: ReturnType<typeof createOllamaModel>;
const deadlines = { firstByteMs: 5000, idleMs: 2000, totalMs: 60_000 };
const tokens = ["one", " two", " three"];

beforeEach(async () => {
  fake = await startFakeOllama();
  clock = new ManualClock();
  model = createOllamaModel({ url: fake.url, deadlines, clock });
});
afterEach(async () => {
  await model.close();
  await fake.close();
});

const soon = (check: () => void) => vi.waitFor(check, { interval: 1, timeout: 5000 });

/** Reads in the background. */
const begin = (signal: AbortSignal) => {
  const deltas: ChatDelta[] = [];
  const request = { model: "llama3.2:3b", messages: [], temperature: null, maxTokens: null, contextWindow: null };
  const ended = (async () => {
    for await (const delta of model.chat(request, signal)) deltas.push(delta);
  })();
  ended.catch(() => {});
  return { deltas, ended };
};

const nothingIsLeft = async (signal: AbortSignal) => {
  await soon(() => expect(fake.active).toBe(0));
  expect(getEventListeners(signal, "abort")).toEqual([]);
  expect(clock.pending).toBe(0);
};

describe("an abort closes the upstream socket and leaves nothing behind", () => {
  test.each([
    ["before the headers", { firstTokenMs: 600_000 }, 0],
    ["in the middle of an answer", { tokens: Array.from({ length: 1000 }, () => "x"), tokenMs: 5 }, 2],
    ["while the model is silent", { tokens, stallAfter: { tokens: 1 } }, 2],
  ])("%s", async (_name, script, deltasBefore) => {
    fake.defaultScript = script;
    const controller = new AbortController();
    const { deltas, ended } = begin(controller.signal);
    await soon(() => expect(fake.active).toBe(1));
    await soon(() => expect(deltas.length).toBeGreaterThanOrEqual(deltasBefore));
    const reason = new Error("stopped by the user");
    controller.abort(reason);
    await expect(ended).rejects.toBe(reason);
    await nothingIsLeft(controller.signal);
    expect(fake.requests[0]?.aborted).toBe(true);
    await soon(() => expect(fake.sockets).toBe(0));
  });

  test("a signal aborted from the start asks nothing", async () => {
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(begin(signal).ended).rejects.toThrow("too late");
    expect(fake.requests).toEqual([]);
  });

  test("what was read but not yet given is not given after the abort", async () => {
    fake.defaultScript = { tokens };
    const controller = new AbortController();
    const request = { model: "llama3.2:3b", messages: [], temperature: null, maxTokens: null, contextWindow: null };
    const seen: string[] = [];
    const read = async () => {
      for await (const delta of model.chat(request, controller.signal)) {
        seen.push(delta.type);
        if (delta.type === "content") controller.abort(new Error("enough"));
      }
    };
    await expect(read()).rejects.toThrow("enough");
    expect(seen).toEqual(["accepted", "content"]);
    await nothingIsLeft(controller.signal);
  });

  test("200 aborts at random moments leave nothing in flight", async () => {
    fake.defaultScript = { firstTokenMs: 5, tokens: Array.from({ length: 20 }, () => "x"), tokenMs: 1 };
    const controllers = Array.from({ length: 200 }, () => new AbortController());
    const runs = controllers.map((controller, i) => {
      setTimeout(() => controller.abort(new Error("stop")), (i * 7) % 40);
      return begin(controller.signal).ended;
    });
    await Promise.allSettled(runs);
    await soon(() => expect(fake.active).toBe(0));
    await soon(() => expect(clock.pending).toBe(0));
    for (const { signal } of controllers) expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

test("a reader that goes away closes the socket as well", async () => {
  fake.defaultScript = { tokens, stallAfter: { tokens: 2 } };
  const { signal } = new AbortController();
  const request = { model: "llama3.2:3b", messages: [], temperature: null, maxTokens: null, contextWindow: null };
  for await (const delta of model.chat(request, signal)) if (delta.type === "content") break;
  await nothingIsLeft(signal);
  expect(fake.requests[0]?.aborted).toBe(true);
});

describe("a missed deadline is a TIMEOUT that names it and closes the socket", () => {
  test("for the first byte", async () => {
    fake.defaultScript = { stallAfter: { tokens: 0 } };
    const { signal } = new AbortController();
    const { ended } = begin(signal);
    await soon(() => expect(fake.active).toBe(1));
    await clock.advance(4999);
    expect(fake.active).toBe(1);
    await clock.advance(1);
    await expect(ended).rejects.toMatchObject({
      code: "TIMEOUT",
      message: "Ollama sent nothing within 5 s.",
      details: { provider: "ollama", deadline: "first_byte", limit_ms: 5000 },
    });
    await nothingIsLeft(signal);
    expect(fake.requests[0]?.aborted).toBe(true);
  });

  test("between bytes, with what came before kept", async () => {
    fake.defaultScript = { tokens, stallAfter: { tokens: 2 } };
    const { signal } = new AbortController();
    const { deltas, ended } = begin(signal);
    await soon(() => expect(deltas).toHaveLength(3));
    await clock.advance(2000);
    await expect(ended).rejects.toMatchObject({ code: "TIMEOUT", details: { deadline: "idle", limit_ms: 2000 } });
    expect(deltas.map((delta) => delta.type)).toEqual(["accepted", "content", "content"]);
    await nothingIsLeft(signal);
  });

  test("in all, however steadily it speaks", async () => {
    fake.defaultScript = { tokens: Array.from({ length: 5000 }, () => "x"), tokenMs: 2 };
    const { signal } = new AbortController();
    const { deltas, ended } = begin(signal);
    for (let second = 0; second < 60; second += 1) {
      const before = deltas.length;
      await soon(() => expect(deltas.length).toBeGreaterThan(before));
      await clock.advance(1000);
    }
    await expect(ended).rejects.toMatchObject({ code: "TIMEOUT", details: { deadline: "total", limit_ms: 60_000 } });
    await nothingIsLeft(signal);
  });
});

test("closing the model ends what is open", async () => {
  fake.defaultScript = { tokens, stallAfter: { tokens: 1 } };
  const { signal } = new AbortController();
  const { deltas, ended } = begin(signal);
  await soon(() => expect(deltas).toHaveLength(2));
  await model.close();
  await expect(ended).rejects.toMatchObject({ code: "AI_UNAVAILABLE" });
  await expect(begin(signal).ended).rejects.toMatchObject({ code: "AI_UNAVAILABLE" });
  await nothingIsLeft(signal);
});
