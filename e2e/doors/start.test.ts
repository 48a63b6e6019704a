/** What a person reads at the console when a start is refused: what happened, and what to do next. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestHub } from "#e2e/hub/start-test-hub.ts";
import { runToEnd } from "./run-to-end.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tekton-start-"));
});
afterAll(() => rm(dir, { recursive: true }));

/** The refusal, checked to be words and nothing else. */
async function refusal(env: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await runToEnd("src/server/main.ts", [], {
    TEKTON_DATA_DIR: join(dir, "data"),
    ...env,
  });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^Tekton could not start\. /);
  expect(stderr).not.toMatch(/^\s+at |Error:/m);
  return stderr.trimEnd().slice("Tekton could not start. ".length);
}

describe("a start that cannot be", { timeout: 60_000 }, () => {
  test("bad variables are named all at once", async () => {
    expect(await refusal({ PORT: "http", TEKTON_PROVIDER: "gpt", TEKTON_MAX_PARALLEL: "0" })).toBe(
      [
        "These environment variables have values Tekton cannot use:",
        "  PORT must be a whole number",
        "  TEKTON_PROVIDER must be one of auto, ollama, openai, demo",
        "  TEKTON_MAX_PARALLEL must be from 1 to 1000",
      ].join("\n"),
    );
  });

  test("an address others can reach needs a token first", async () => {
    const message = await refusal({ HOST: "0.0.0.0" });
    expect(message).toMatch(/^HOST is 0\.0\.0\.0, which others can reach, and no token is set\. Set TEKTON_TOKEN, or /);
  });

  test("a port in use is named", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    expect(await refusal({ PORT: String(port) })).toBe(
      `The port is taken by another program. Stop that one, or set PORT to another. (EADDRINUSE: port ${port})`,
    );
    other.close();
  });

  test("an address that is not this machine's is said to be so", async () => {
    expect(await refusal({ HOST: "192.0.2.1", TEKTON_TOKEN: "0123456789abcdef" })).toMatch(
      /^HOST is not an address of this machine\. Set it to one, or leave it out/,
    );
  });

  test("a second process on one database is told who the first is", async () => {
    const first = await startTestHub();
    expect(await refusal({ TEKTON_DATA_DIR: first.dataDir })).toMatch(
      new RegExp(`^Process ${process.pid} \\(since .*Z\\) already uses the database .*tekton\\.db\\. Stop it, or give`),
    );
    expect((await fetch(`${first.url}/api/health`)).status).toBe(200);
    await first.close();
  });

  test("a bad encryption key is named and not shown", async () => {
    const message = await refusal({ TEKTON_ENCRYPTION_KEY: "not-a-key" });
    expect(message).toMatch(/TEKTON_ENCRYPTION_KEY is not 32 bytes as base64, base64url or hex/);
    expect(message).not.toContain("not-a-key");
  });

  test.each([
    ["inside a file", "file/data", "The data directory is inside something that is not a directory. Choose another"],
    ["a file itself", "file", "The data directory is not a directory. Choose another with TEKTON_DATA_DIR. (EEXIST: /"],
  ])("a data directory that is %s is named", async (_, path, words) => {
    await writeFile(join(dir, "file"), "");
    expect(await refusal({ TEKTON_DATA_DIR: join(dir, path) })).toContain(words);
  });
});
