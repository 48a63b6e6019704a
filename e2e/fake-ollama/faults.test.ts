import { request as httpRequest } from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type FakeOllama, startFakeOllama } from "./start-fake-ollama.ts";

let fake: FakeOllama;

beforeEach(async () => {
  fake = await startFakeOllama();
});
afterEach(() => fake.close());

const ask = (signal?: AbortSignal, extra: object = {}) =>
  fetch(`${fake.url}/api/chat`, {
    method: "POST",
    body: JSON.stringify({ model: "llama3.2:3b", messages: [{ role: "user", content: "hi" }], ...extra }),
    ...(signal && { signal }),
  });

/** The pieces of the body as they crossed the wire, and whether it ended as HTTP says it should. */
const rawPieces = () =>
  new Promise<{ pieces: Buffer[]; complete: boolean }>((resolve, reject) => {
    const outgoing = httpRequest(`${fake.url}/api/chat`, { method: "POST", agent: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece) => pieces.push(piece));
      response.on("error", () => {});
      response.on("close", () => resolve({ pieces, complete: response.complete }));
    });
    outgoing.on("error", reject);
    outgoing.end(JSON.stringify({ model: "llama3.2:3b", messages: [] }));
  });

const tokens = ["one", " two", " three"];

test("a refusal has its status and Ollama's error body", async () => {
  fake.defaultScript = { status: 503, error: "server busy" };
  const response = await ask();
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({ error: "server busy" });
});

test("a model it does not have is 404, no model 400, a body that is not JSON 400", async () => {
  expect((await ask(undefined, { model: "nope" })).status).toBe(404);
  expect(await (await ask(undefined, { model: undefined })).json()).toEqual({ error: "model is required" });
  expect((await fetch(`${fake.url}/api/chat`, { method: "POST", body: "{" })).status).toBe(400);
});

test("an error in the stream is a line under 200, and the last", async () => {
  fake.defaultScript = { tokens, errorAfter: { tokens: 2, message: "runner stopped" } };
  const response = await ask();
  expect(response.status).toBe(200);
  const lines = (await response.text()).trimEnd().split("\n");
  expect(lines).toHaveLength(3);
  expect(lines[2]).toBe('{"error":"runner stopped"}');
});

test("an end without done is a well-formed body", async () => {
  fake.defaultScript = { tokens, endAfter: { tokens: 1 } };
  const { pieces, complete } = await rawPieces();
  expect(complete).toBe(true);
  expect(Buffer.concat(pieces).toString()).toMatch(/^\{.*"one".*"done":false\}\n$/);
});

test("a reset delivers what came before it", async () => {
  fake.defaultScript = { tokens, resetAfter: { tokens: 2 } };
  const { pieces, complete } = await rawPieces();
  expect(complete).toBe(false);
  expect(Buffer.concat(pieces).toString()).toContain("two");
  expect(fake.requests[0]?.aborted).toBe(false);
});

test("garbage stands between two lines", async () => {
  fake.defaultScript = { tokens, garbageAfter: { tokens: 1, line: "<html>" } };
  const lines = (await (await ask()).text()).trimEnd().split("\n");
  expect(lines[1]).toBe("<html>");
  expect(lines).toHaveLength(5);
});

test("a stall sends nothing more, holds the socket, and notes who hung up", async () => {
  fake.defaultScript = { tokens, stallAfter: { tokens: 1 } };
  const controller = new AbortController();
  const response = await ask(controller.signal);
  const reader = response.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toContain("one");
  expect(fake.active).toBe(1);
  controller.abort();
  await vi.waitFor(() => expect(fake.active).toBe(0), { interval: 2 });
  expect(fake.requests[0]).toMatchObject({ aborted: true, endedAt: expect.any(Number) });
});

test("an abort before the headers is noted too", async () => {
  fake.defaultScript = { firstTokenMs: 60_000 };
  const controller = new AbortController();
  const response = ask(controller.signal);
  await vi.waitFor(() => expect(fake.active).toBe(1), { interval: 2 });
  controller.abort();
  await expect(response).rejects.toThrow();
  await vi.waitFor(() => expect(fake.requests[0]?.aborted).toBe(true), { interval: 2 });
});

test("bytes are split where the script says", async () => {
  fake.defaultScript = { tokens: ["é"], byteSplit: 7 };
  const split = await rawPieces();
  expect(split.pieces.map((piece) => piece.length)).toEqual([7, expect.any(Number)]);
  fake.defaultScript = { tokens: ["é"], byteSplit: "every" };
  const single = await rawPieces();
  expect(new Set(single.pieces.map((piece) => piece.length))).toEqual(new Set([1]));
});

test("lines end with CR LF, or are as long as one likes", async () => {
  fake.defaultScript = { tokens, crlf: true, longLineBytes: 100_000 };
  const lines = (await (await ask()).text()).split("\r\n");
  expect(lines).toHaveLength(6);
  expect(lines[3]?.length).toBeGreaterThan(100_000);
});

test("it writes no faster than it is read", async () => {
  const token = "x".repeat(64 * 1024);
  fake.defaultScript = { tokens: Array.from({ length: 500 }, () => token) };
  const response = await new Promise<import("node:http").IncomingMessage>((resolve) => {
    const outgoing = httpRequest(`${fake.url}/api/chat`, { method: "POST", agent: false }, resolve);
    outgoing.end(JSON.stringify({ model: "llama3.2:3b", messages: [] }));
  });
  expect(fake.active).toBe(1);
  let bytes = 0;
  for await (const piece of response) bytes += piece.length;
  expect(bytes).toBeGreaterThan(500 * token.length);
  expect(fake.requests[0]?.aborted).toBe(false);
});

test("it goes away and comes back on the same port", async () => {
  const { port } = fake;
  await fake.stop();
  await expect(ask()).rejects.toThrow();
  await fake.start();
  expect(fake.port).toBe(port);
  expect((await ask()).status).toBe(200);
});
