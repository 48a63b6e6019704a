import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LoopbackServer } from "#e2e/fake-ollama/loopback-server.ts";
import { systemClock } from "#server/kernel/clock.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import { createOutbound, type Outbound, type OutboundOptions } from "./outbound.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let handler: Handler;
let seen: IncomingMessage[];
let server: LoopbackServer;
const open: Outbound[] = [];
const { signal } = new AbortController();

beforeEach(async () => {
  seen = [];
  server = new LoopbackServer((request, response) => {
    seen.push(request);
    handler(request, response);
  }, 0);
  await server.start();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((outbound) => outbound.close()));
  await server.stop();
});

const connect = (options: Partial<OutboundOptions> = {}): Outbound => {
  const deadlines = { firstByteMs: 5000, idleMs: 5000, totalMs: 5000 };
  const outbound = createOutbound({
    provider: "ollama",
    url: server.url,
    bearerToken: null,
    deadlines,
    clock: systemClock,
    ...options,
  });
  open.push(outbound);
  return outbound;
};

test.each([
  ["another port", (url: URL) => (url.port = String(Number(url.port) + 1))],
  ["another host", (url: URL) => (url.hostname = "localhost")],
  ["another scheme", (url: URL) => (url.protocol = "https:")],
])("%s than the configured one is refused before anything is sent", async (_name, change) => {
  const url = new URL(server.url);
  change(url);
  await expect(connect().request({ method: "GET", url: url.href, signal })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  expect(seen).toEqual([]);
});

test("a base that is not http(s) is a BAD_REQUEST", () => {
  for (const url of ["file:///etc/passwd", "127.0.0.1:11434", "nonsense"])
    expect(() => connect({ url })).toThrow(expect.objectContaining({ code: "BAD_REQUEST" }));
});

test("a redirect is handed on, not followed", async () => {
  handler = (_request, response) => response.writeHead(302, { Location: "/elsewhere" }).end();
  const response = await connect().request({ method: "GET", url: `${server.url}/here`, signal });
  expect(response.status).toBe(302);
  expect(await response.read()).toBeNull();
  expect(seen.map((request) => request.url)).toEqual(["/here"]);
});

test("credentials travel in a header only, and a token goes before them", async () => {
  handler = (_request, response) => response.end();
  const url = server.url.replace("//", "//me:p%40ss@");
  const outbound = connect({ url });
  expect(outbound.url).toBe(server.url);
  await outbound.request({ method: "GET", url: server.url, signal });
  await connect({ url, bearerToken: "token" }).request({ method: "GET", url: server.url, signal });
  const basic = `Basic ${Buffer.from("me:p@ss").toString("base64")}`;
  expect(seen.map((request) => request.headers.authorization)).toEqual([basic, "Bearer token"]);
});

test("a body over the limit ends the exchange", async () => {
  handler = (_request, response) => response.end("x".repeat(2000));
  const response = await connect({ maxBytes: 1000 }).request({ method: "GET", url: server.url, signal });
  await expect(response.text(10_000)).rejects.toMatchObject({ code: "AI_UNAVAILABLE" });
  const other = await connect().request({ method: "GET", url: server.url, signal });
  await expect(other.text(1000)).rejects.toMatchObject({ code: "AI_UNAVAILABLE" });
  other.close();
});

test("a reader that does not read holds back the sender, loses nothing, and is not idle", async () => {
  const total = 32 * 1024 * 1024;
  let written = 0;
  handler = (_request, response) => {
    const write = (): void => {
      for (let room = true; room && written < total; written += 65_536) room = response.write(Buffer.alloc(65_536, 1));
      if (written < total) response.once("drain", write);
      else response.end();
    };
    write();
  };
  const clock = new ManualClock();
  const deadlines = { firstByteMs: 1000, idleMs: 1000, totalMs: 1_000_000 };
  const response = await connect({ clock, deadlines }).request({ method: "GET", url: server.url, signal });
  for (let before = -1; before !== written; await clock.advance(5000)) before = written;
  expect(written).toBeLessThan(total);
  let read = 0;
  for (let chunk = await response.read(); chunk !== null; chunk = await response.read()) read += chunk.length;
  expect(read).toBe(total);
  expect(clock.pending).toBe(0);
});

test("a released answer that never ends its body gives up its socket", async () => {
  handler = (_request, response) => void response.write("done");
  const clock = new ManualClock();
  const response = await connect({ clock }).request({ method: "GET", url: server.url, signal });
  expect((await response.read())?.toString()).toBe("done");
  response.release();
  const closed = new Promise((resolve) => seen[0]?.once("close", resolve));
  await clock.advance(1000);
  await closed;
  expect(clock.pending).toBe(0);
});
