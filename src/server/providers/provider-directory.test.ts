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

interface OpenOptions {
  preferred?: "auto" | "ollama" | "openai" | "demo";
  models?: ChatModel[];
  defaultModel?: string;
  onChange?: () => void;
}

async function open(options: OpenOptions = {}) {
  const demo = createDemoModel({ delayMs: 0, clock });
  directory = new ProviderDirectory(options.models ?? [demo, ollama], {
    preferred: options.preferred ?? "auto",
    defaultModel: options.defaultModel ?? null,
    maxParallel: 2,
    pollMs: 4_000,
    probeTimeoutMs: 3_000,
    clock,
    log: silentLog,
    ...(options.onChange && { onChange: options.onChange }),
  });
  await directory.start();
  return directory;
}

/** A provider with models of these names; null: it is down. */
const offering = (name: "ollama" | "openai" | "demo", names: readonly string[] | null): ChatModel => ({
  ...createDemoModel({ delayMs: 0, clock }),
  name,
  models: async () => {
    if (!names) throw new Error("down");
    return names.map((of) => ({ name: of, sizeBytes: null, contextWindow: null, loaded: null }));
  },
});

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
    const current = async (ollamaUp: boolean, openaiUp: boolean) => {
      const models = [
        offering("demo", ["demo"]),
        offering("openai", openaiUp ? ["gpt"] : null),
        offering("ollama", ollamaUp ? ["llama"] : null),
      ];
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

describe("health", () => {
  const anything = { provider: null, model: null };
  const phi = { provider: null, model: "phi4:14b" };
  const fine = { status: "available", reason: null, cure: null, missing_model: null };

  test("of a model Ollama does not have says how to get it; a run may try it all the same", async () => {
    const found = await open();
    expect(found.health(phi)).toEqual({
      status: "unavailable",
      reason: 'Ollama does not have the model "phi4:14b".',
      cure: "ollama pull phi4:14b",
      missing_model: "phi4:14b",
    });
    expect(found.choose(phi).model).toBe("phi4:14b");
  });

  test.each([
    "llama3.2",
    "llama3.2:latest",
    "LLAMA3.2:3B",
    "library/llama3.2:3b",
    "registry.ollama.ai/library/llama3.2",
  ])("takes %s for a model that is there, as Ollama does", async (model) => {
    const found = await open();
    expect(found.health({ provider: null, model })).toEqual(fine);
    expect(found.preview({ provider: null, model })).toEqual({ provider: "ollama", model });
  });

  test.each(["mistral", "llama3.2:7b", "someone/llama3.2:3b", "llama3.2:3b:latest"])(
    "does not take %s for one",
    async (model) => {
      expect((await open()).health({ provider: null, model }).status).toBe("unavailable");
    },
  );

  test.each(["x; rm -rf ~", "--help", "a b", "$(id)", "x\u0007"])(
    "of %j, which is no name, gives nothing to type in a terminal",
    async (model) => {
      const found = await open();
      expect(found.health({ provider: null, model })).toMatchObject({ cure: null, missing_model: null });
    },
  );

  test("of an Ollama without a model that answers names one to pull", async () => {
    const found = await open({ preferred: "ollama", models: [offering("ollama", ["nomic-embed-text:latest"])] });
    expect(found.health(anything)).toMatchObject({ status: "unavailable", cure: "ollama pull llama3.2" });
    expect(found.health(phi)).toMatchObject({ missing_model: "phi4:14b" });
    expect(() => found.choose(anything)).toThrow(/offers no model/);
  });

  test("of the hub's default model says when it is not there", async () => {
    const found = await open({ defaultModel: "phi4:14b" });
    expect(found.health(anything)).toMatchObject({ status: "unavailable", missing_model: "phi4:14b" });
  });

  test("of a provider that is down or not configured says so", async () => {
    await fake.stop();
    const found = await open({ preferred: "ollama" });
    expect(found.health(anything)).toMatchObject({
      reason: "The provider ollama does not answer.",
      cure: "ollama serve",
    });
    expect(found.health({ provider: "openai", model: "gpt" })).toMatchObject({
      reason: "The provider openai is not configured on this hub.",
      cure: null,
    });
  });

  test("holds it against no OpenAI-compatible server that it does not list a model; the demo plays every one", async () => {
    const found = await open({ models: [offering("openai", ["gpt"]), createDemoModel({ delayMs: 0, clock })] });
    expect(found.health({ provider: "openai", model: "unlisted" })).toEqual(fine);
    expect(found.health({ provider: "demo", model: "anything" })).toEqual(fine);
    expect(found.preview({ provider: "demo", model: "anything" })).toEqual({ provider: "demo", model: "demo" });
    found.close();
    const empty = await open({ models: [offering("openai", [])], preferred: "openai" });
    expect(empty.health(anything).reason).toBe("The provider openai offers no model.");
  });

  test("is available exactly where there is a preview", async () => {
    for (const models of [[], ["llama3.2:3b"], null]) {
      for (const preferred of ["auto", "ollama", "openai", "demo"] as const) {
        const chatModels = [offering("ollama", models), offering("openai", models), offering("demo", ["demo"])];
        const found = await open({ preferred, models: chatModels });
        for (const provider of [null, "ollama", "openai", "demo"] as const) {
          for (const model of [null, "llama3.2:3b", "phi4:14b"]) {
            const { status } = found.health({ provider, model });
            expect(found.preview({ provider, model }) !== null).toBe(status === "available");
          }
        }
        found.close();
      }
    }
  });
});

test("an embedding model that was pulled last does not become the default", async () => {
  const found = await open({ models: [offering("ollama", ["nomic-embed-text:latest", "llama3.2:3b"])] });
  expect(found.choose({ provider: null, model: null }).model).toBe("llama3.2:3b");
});

describe("a change", () => {
  test("is told when models or the provider come or go, and not otherwise", async () => {
    const onChange = vi.fn();
    const found = await open({ onChange });
    const wanted = { provider: null, model: "mistral:7b" };
    expect(found.health(wanted).status).toBe("available");
    onChange.mockClear();
    await clock.advance(4_000);
    await within(5, () => fake.requests.filter(({ path }) => path === "/api/tags").length > 2);
    expect(onChange).not.toHaveBeenCalled();
    fake.remove("mistral:7b");
    await within(5, () => onChange.mock.calls.length === 1);
    expect(found.health(wanted).status).toBe("unavailable");
    await fake.stop();
    await within(5, () => onChange.mock.calls.length === 2);
  });

  test("that a refresh has to see is not one that an earlier look may have missed", async () => {
    let looks = 0;
    let answer: (names: readonly string[]) => void = () => {};
    const slow: ChatModel = {
      ...offering("ollama", []),
      models: () =>
        new Promise((resolve) => {
          looks += 1;
          answer = (names) =>
            resolve(names.map((name) => ({ name, sizeBytes: null, contextWindow: null, loaded: null })));
        }),
    };
    const opened = open({ models: [slow] });
    answer([]);
    const found = await opened;
    const [provider] = found.all();
    found.suspect("ollama");
    const refreshed = provider && found.refresh(provider);
    answer([]);
    await vi.waitFor(() => expect(looks).toBe(3), { interval: 2 });
    answer(["phi4:14b"]);
    await refreshed;
    expect(found.health({ provider: "ollama", model: "phi4:14b" }).status).toBe("available");
  });
});

test("it lists what each provider offers", async () => {
  const found = await open();
  const [ollama, openai, demo] = found.models();
  expect(ollama).toMatchObject({ provider: "ollama", status: "up" });
  expect(ollama?.models[0]).toEqual({
    name: "llama3.2:3b",
    size_bytes: 2_019_000_000,
    context_window: null,
    loaded: false,
  });
  expect(openai).toEqual({ provider: "openai", status: "off", models: [] });
  expect(demo).toMatchObject({ provider: "demo", status: "up", models: [{ name: "demo" }] });
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
