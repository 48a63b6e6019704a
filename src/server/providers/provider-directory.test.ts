import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { silentLog } from "#server/kernel/log.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import type { ChatModel } from "./chat-model.ts";
import { createDemoModel } from "./demo/demo-model.ts";
import { createOllamaModel } from "./ollama-model.ts";
import { ProviderDirectory } from "./provider-directory.ts";

const clock = new ManualClock();
const deadlines = { firstByteMs: 60_000, idleMs: 60_000, totalMs: 60_000 };
let fake: FakeOllama;
let ollama: ChatModel;
let directory: ProviderDirectory | null = null;

beforeEach(async () => {
  fake = await startFakeOllama();
  ollama = createOllamaModel({ url: fake.url, deadlines, clock });
});
afterEach(async () => {
  directory?.close();
  await ollama.close();
  await fake.close();
});

async function open(options: { preferred?: "auto" | "ollama" | "openai" | "demo"; models?: ChatModel[] } = {}) {
  const demo = createDemoModel({ delayMs: 0, clock });
  directory = new ProviderDirectory(options.models ?? [demo, ollama], {
    preferred: options.preferred ?? "auto",
    defaultModel: null,
    maxParallel: 2,
    pollMs: 4_000,
    probeTimeoutMs: 3_000,
    clock,
    log: silentLog,
  });
  await directory.start();
  return directory;
}

/** Moves time on, a second at most `seconds` times, until it is so; real sockets answer in between. */
async function within(seconds: number, isSo: () => boolean): Promise<void> {
  for (let i = 0; i < seconds && !isSo(); i += 1) {
    await clock.advance(1000);
    await vi.waitUntil(isSo, { timeout: 100, interval: 2 }).catch(() => {});
  }
  expect(isSo()).toBe(true);
}

describe("auto", () => {
  test("takes Ollama when it answers, and its first model", async () => {
    const found = await open();
    expect(found.current().name).toBe("ollama");
    expect(found.choose({ provider: null, model: null }).model).toBe("llama3.2:3b");
    expect(found.status()).toMatchObject({ provider: "ollama", default_model: "llama3.2:3b", advice: null });
  });

  test("notices within 10 s that it has gone, and that it is back", async () => {
    const found = await open();
    await fake.stop();
    await within(10, () => found.current().name === "demo");
    expect(found.status().advice).toMatch(/Start Ollama/);
    expect(found.status().providers).toMatchObject([
      { status: "down" },
      { status: "off", url: null },
      { status: "up" },
    ]);
    await fake.start();
    await within(10, () => found.current().name === "ollama");
  });

  test("a failed run makes it look at once", async () => {
    const found = await open();
    await fake.stop();
    found.suspect("ollama");
    await vi.waitUntil(() => found.current().name === "demo", { timeout: 2000 });
  });

  test("an Ollama without models is up, but a demo answers and says what to do", async () => {
    await ollama.close();
    await fake.close();
    fake = await startFakeOllama({ models: [] });
    ollama = createOllamaModel({ url: fake.url, deadlines, clock });
    const found = await open();
    expect(found.current().name).toBe("demo");
    expect(found.status().advice).toMatch(/ollama pull/);
    await fetch(`${fake.url}/api/pull`, { method: "POST", body: JSON.stringify({ model: "tiny" }) });
    await within(10, () => found.current().name === "ollama");
  });

  test("prefers Ollama, then an OpenAI-compatible server, then the demo, however they are listed", async () => {
    const named = (name: "ollama" | "openai" | "demo", up: boolean): ChatModel => ({
      ...createDemoModel({ delayMs: 0, clock }),
      name,
      models: async () => {
        if (!up) throw new Error("down");
        return [{ name: `${name}-model`, sizeBytes: null, contextWindow: null, loaded: null }];
      },
    });
    const current = async (ollamaUp: boolean, openaiUp: boolean) => {
      const models = [named("demo", true), named("openai", openaiUp), named("ollama", ollamaUp)];
      const found = await open({ models });
      found.close();
      return found.current().name;
    };
    expect([await current(true, true), await current(false, true), await current(false, false)]).toEqual([
      "ollama",
      "openai",
      "demo",
    ]);
  });
});

describe("a named provider", () => {
  test("that is down is not replaced: the choice fails and says so", async () => {
    await fake.stop();
    const found = await open({ preferred: "ollama" });
    expect(found.current().name).toBe("ollama");
    expect(() => found.choose({ provider: null, model: null })).toThrow(/ollama does not answer/);
    expect(found.preview({ provider: null, model: null })).toBeNull();
    expect(found.status().advice).toMatch(/ollama does not answer/);
  });

  test("that is not configured is refused by name", async () => {
    const found = await open();
    expect(() => found.choose({ provider: "openai", model: null })).toThrow(/not configured/);
  });

  test("may be the demo, which plays every model", async () => {
    const found = await open({ preferred: "demo" });
    expect(found.choose({ provider: null, model: "mistral:7b" }).model).toBe(found.status().default_model);
    expect(found.status().advice).toMatch(/TEKTON_PROVIDER/);
  });
});

test("closed, it looks no more and leaves no timer", async () => {
  const found = await open();
  found.close();
  const before = fake.requests.length;
  await clock.advance(60_000);
  expect(fake.requests.length).toBe(before);
  expect(clock.pending).toBe(0);
});

test("closed while it looks, it does not begin again", async () => {
  const found = await open();
  await clock.advance(4_000);
  found.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await clock.advance(60_000);
  expect(clock.pending).toBe(0);
});
