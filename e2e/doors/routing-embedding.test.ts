/**
 * The router's second opinions in a whole hub: an Ollama whose vectors know what the examples are about, and the fake
 * one, whose vectors know their letters only and whose language model can be told what to say.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { RouteAnswer, RouterState } from "#contract/routing.ts";
import { LoopbackServer } from "#e2e/fake-ollama/loopback-server.ts";
import { readJson } from "#e2e/fake-ollama/read-json.ts";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { silentLog } from "#server/kernel/log.ts";
import { readExamples } from "#server/routing/read-examples.ts";

/** For thousands of examples, on a machine that does other things. */
const patience = 100_000;

let dataDir: string;
let hub: TestHub | null = null;
let client: HubClient;
let logged: string[];
const start = async (url: string): Promise<void> => {
  logged = [];
  const log = { ...silentLog, info: (message: string) => void logged.push(message) };
  hub = await startTestHub({ dataDir, log, env: { OLLAMA_HOST: url } });
  client = new HubClient(hub.url);
};
const stop = async (): Promise<void> => {
  await hub?.close();
  hub = null;
};
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "tekton-embedding-"));
});
afterEach(async () => {
  await stop();
  await rm(dataDir, { recursive: true, force: true });
});

const routed = (message: string): Promise<RouteAnswer> => client.rest("POST", "/api/v2/route", { message });
const embedding = async (): Promise<RouterState["embedding"]> =>
  (await client.rest<RouterState>("GET", "/api/v2/routing")).embedding;
/** Resolves when all of the thousands of examples have been embedded `times` times since the hub started. */
const embedded = (times = 1) =>
  vi.waitFor(() => expect(logged.filter((said) => said.includes("are embedded"))).toHaveLength(times), {
    interval: 20,
    timeout: patience,
  });
/** Changes what helps the router, and nothing else. */
async function help(routing: object): Promise<void> {
  const { version, by, at, warnings, ...settings } = await client.rest<Record<string, unknown>>(
    "GET",
    "/api/v2/orchestration",
  );
  await client.rest("PUT", "/api/v2/orchestration", { ...settings, routing });
}

const crash = "The app crashes with a NullPointerException and a stack trace on login, why does this error happen?";
/** German, of which the router knows no word. */
const foreign = "Schreibe meiner Großtante einen Brief über unseren Urlaub";

describe("an embedding model that knows the examples", { timeout: patience }, () => {
  const model = "knowing-embed:latest";
  let ollama: LoopbackServer;
  let texts: string[];
  beforeEach(async () => {
    texts = [];
    const examples = await readExamples();
    const capabilities = [...new Set(examples.map((e) => e.capability))];
    const known = new Map(examples.map((e) => [e.text, e.capability]));
    known.set(foreign, "messaging").set(crash, "debugging");
    const vectorOf = (text: string): number[] => {
      const axis = capabilities.indexOf(known.get(text) ?? "");
      return [...capabilities.map((_, i) => (i === axis ? 1 : 0)), 0.5 + (text.length % 10) / 20];
    };
    const asked = z.object({ input: z.array(z.string()) });
    ollama = new LoopbackServer(async (request, response) => {
      const body = await readJson(request);
      const answers: Record<string, () => object> = {
        "/api/tags": () => ({ models: [{ name: model, size: 1 }] }),
        "/api/ps": () => ({ models: [] }),
        "/api/embed": () => {
          const { input } = asked.parse(body);
          texts.push(...input);
          return { embeddings: input.map(vectorOf) };
        },
      };
      response.end(JSON.stringify(answers[request.url ?? ""]?.() ?? {}));
    }, 0);
    await ollama.start();
  });
  afterEach(() => ollama.stop());

  test("decides with the words, names the examples, embeds an edit by itself and nothing after a restart", async () => {
    await start(ollama.url);
    expect(await embedding()).toBeNull();
    expect(await routed(foreign)).toMatchObject({ by: "words", unsure: true, specialist_id: "numa-ai" });
    await embedded();
    const state = await embedding();
    expect(state?.total).toBeGreaterThan(9_000);
    expect(state?.done).toBe(state?.total);
    const answer = await routed(foreign);
    expect(answer).toMatchObject({
      by: "embedding",
      capability: "messaging",
      specialist_id: "hermes-ai",
      unsure: false,
      reason: expect.stringMatching(/^Looks like messaging because of requests like “/),
    });
    expect(answer.evidence[0]).toMatchObject({ kind: "example", weight: expect.any(Number) });

    texts.length = 0;
    const text = "an example that nobody thought of";
    await client.rest("POST", "/api/v2/routing/examples", { capability: "general", text });
    await embedded(2);
    expect(texts).toEqual([text]);

    await stop();
    texts.length = 0;
    await start(ollama.url);
    await embedded();
    expect(texts).toEqual([]);
    expect((await routed(foreign)).by).toBe("embedding");
  });

  test("is out of it from the moment it is switched off", async () => {
    await start(ollama.url);
    await routed(crash);
    await embedded();
    expect((await routed(crash)).by).toBe("embedding");
    await help({ embedding: "off" });
    texts.length = 0;
    expect((await routed(crash)).by).toBe("words");
    expect(texts).toEqual([]);
    expect(await embedding()).toBeNull();
  });
});

describe("with the fake Ollama", { timeout: patience }, () => {
  let fake: FakeOllama;
  const asked = (path: string) => fake.requests.filter((request) => request.path === path);
  beforeEach(async () => {
    fake = await startFakeOllama();
  });
  afterEach(() => fake.close());

  test("a hub that routes nothing embeds nothing", async () => {
    await start(fake.url);
    await client.rest("GET", "/api/v2/routing");
    expect(asked("/api/embed")).toEqual([]);
    expect(await embedding()).toBeNull();
  });

  test("vectors that cannot tell the examples apart are not asked for with a message", async () => {
    await start(fake.url);
    await routed(crash);
    await embedded();
    expect(logged).toContainEqual(expect.stringContaining("too badly to be asked"));
    const before = asked("/api/embed").length;
    expect((await routed(crash)).by).toBe("words");
    expect(asked("/api/embed")).toHaveLength(before);
  });

  test("a language model is asked where the words are not enough, and only one of its ids is an answer", async () => {
    await start(fake.url);
    await help({ embedding: "off", zero_shot: { enabled: true, model: "gemma3:4b", timeout: 5 } });
    fake.defaultScript = { text: "messaging" };
    expect((await routed(crash)).by).toBe("words");
    expect(asked("/api/chat")).toEqual([]);
    expect(await routed(foreign)).toMatchObject({
      by: "model",
      specialist_id: "hermes-ai",
      unsure: false,
      reason: expect.stringContaining("gemma3:4b was asked and said messaging."),
    });
    expect(asked("/api/chat")).toHaveLength(1);

    fake.defaultScript = { text: "I would send this to messaging, or to general." };
    expect(await routed(foreign)).toMatchObject({ by: "words", specialist_id: "numa-ai", unsure: true });
    fake.defaultScript = { status: 500, error: "broken" };
    expect(await routed(foreign)).toMatchObject({ by: "words", specialist_id: "numa-ai", unsure: true });
  });
});
