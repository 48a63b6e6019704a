import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { systemClock } from "#server/kernel/clock.ts";
import { createOllamaModel } from "./ollama-model.ts";

const deadlines = { firstByteMs: 10_000, idleMs: 10_000, totalMs: 20_000 };
const embedder = "nomic-embed-text";
const open = (url: string) => createOllamaModel({ url, deadlines, clock: systemClock });
const embed = (texts: string[], { of = model, name = embedder, signal = new AbortController().signal } = {}) =>
  of.embed?.(name, texts, signal);

let fake: FakeOllama;
let model: ReturnType<typeof createOllamaModel>;

beforeEach(async () => {
  fake = await startFakeOllama();
  model = open(fake.url);
});
afterEach(async () => {
  await model.close();
  await fake.close();
});

test("each text gets its vector, in order, for one request", async () => {
  const vectors = await embed(["a login bug", "bread", "a login bug"]);
  expect(vectors?.map((vector) => [vector instanceof Float32Array, vector.length])).toEqual(
    Array.from({ length: 3 }, () => [true, 64]),
  );
  expect(vectors?.[0]).toEqual(vectors?.[2]);
  expect(vectors?.[0]).not.toEqual(vectors?.[1]);
  expect(fake.requests.map(({ path, body }) => [path, body])).toEqual([
    ["/api/embed", { model: embedder, input: ["a login bug", "bread", "a login bug"], truncate: true }],
  ]);
});

test("no texts are no request", async () => {
  expect(await embed([])).toEqual([]);
  expect(fake.requests).toEqual([]);
});

test.each([
  ["a model that is not there", "bge-m3", "AI_UNAVAILABLE", "ollama pull bge-m3"],
  ["a model that cannot embed", "llama3.2:3b", "BAD_REQUEST", "does not support embeddings"],
])("%s is refused", async (_name, name, code, message) => {
  await expect(embed(["a"], { name })).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
});

test("an abort closes the socket and throws its reason", async () => {
  fake.script(() => true, { firstTokenMs: 60_000 });
  const abort = new AbortController();
  const asked = embed(["a"], { signal: abort.signal });
  await vi.waitFor(() => expect(fake.active).toBe(1), { interval: 2 });
  const reason = new Error("enough");
  abort.abort(reason);
  await expect(asked).rejects.toBe(reason);
  await vi.waitFor(() => expect(fake.requests[0]?.aborted).toBe(true), { interval: 2 });
});

describe("an answer that is not one vector of one length for each text", () => {
  let answer = "";
  let server: Server;
  beforeEach(async () => {
    server = createServer((_request, response) => void response.end(answer));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test.each([
    ["too few", { embeddings: [[1]] }],
    ["too many", { embeddings: [[1], [1], [1]] }],
    ["of two lengths", { embeddings: [[1, 2], [1]] }],
    ["empty", { embeddings: [[], []] }],
    ["null", { embeddings: [[1], [null]] }],
    ["text", { embeddings: [[1], ["1"]] }],
    ["too large for 32 bits", { embeddings: [[1], [1e300]] }],
    ["of another shape", { embedding: [1, 2] }],
    ["no JSON", "<html>"],
  ])("%s, is AI_UNAVAILABLE", async (_name, body) => {
    answer = typeof body === "string" ? body : JSON.stringify(body);
    const of = open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await expect(embed(["a", "b"], { of })).rejects.toMatchObject({ code: "AI_UNAVAILABLE" });
    await of.close();
  });
});
