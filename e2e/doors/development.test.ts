/** `npm run dev`: pages are compiled as they are asked for, and reload by themselves. */
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SpawnedHub, spawnDevHub } from "#e2e/hub/spawn-hub.ts";
import { send } from "./send.ts";

let dir: string;
let hub: SpawnedHub;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tekton-dev-"));
  hub = await spawnDevHub({ TEKTON_DATA_DIR: dir, TEKTON_PROVIDER: "demo" });
}, 60_000);
afterAll(async () => {
  await hub.stop("SIGTERM");
  await rm(dir, { recursive: true });
});

/** What an upgrade is answered with, up to its end or its first frame. */
const upgrade = (path: string, origin: string) =>
  new Promise<string>((resolve, reject) => {
    const { port, host } = new URL(hub.url);
    const socket = connect(Number(port), "127.0.0.1", () =>
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: ${origin}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      ),
    );
    socket.once("data", (data) => {
      resolve(data.toString("latin1"));
      socket.destroy();
    });
    socket.once("error", reject);
    socket.once("close", () => resolve("closed without a word"));
  });

test("a page is served, its live reload connects, and another site's does not", { timeout: 120_000 }, async () => {
  const page = await send(hub.url, "/benchmarks");
  expect([page.status, page.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
  expect(await upgrade("/_next/hmr?id=x", hub.url)).toMatch(/^HTTP\/1\.1 101 /);
  expect(await upgrade("/_next/hmr?id=x", "https://evil.example")).toMatch(/^HTTP\/1\.1 403 /);
  expect(await upgrade("/elsewhere", hub.url)).toMatch(/^HTTP\/1\.1 404 /);
});
