/** What people and models write is in no file and no log line in the clear, whatever goes wrong. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { type SpawnedHub, spawnHub } from "#e2e/hub/spawn-hub.ts";
import { openPausedReader } from "./paused-reader.ts";

/** Every one is said once in a while, and none may be found. */
const canary = (where: string) => `canary-${where}-9f3a7c`;
const anyCanary = "9f3a7c";

async function provokeAll(hub: SpawnedHub, fake: FakeOllama): Promise<void> {
  const client = new HubClient(hub.url);
  const prompt = (what: string) => `${canary("prompt")} ${what}`;
  const tokens = [`${canary("answer")} `, "and more"];
  fake.defaultScript = { thinking: [canary("thinking")], tokens };
  fake.script("error line", { tokens, errorAfter: { tokens: 1, message: canary("error") } });
  fake.script("garbage", { tokens, garbageAfter: { tokens: 1, line: `<${canary("garbage")}>` } });
  fake.script("bad shape", { tokens, garbageAfter: { tokens: 1, line: `{"message":"${canary("shape")}"}` } });
  fake.script("refused", { status: 500, error: canary("refusal") });
  fake.script("bad request", { status: 400, error: canary("refusal") });
  fake.script("cut", { tokens, endAfter: { tokens: 1 } });
  fake.script("reset", { tokens, resetAfter: { tokens: 1 } });
  fake.script("stall", { tokens, stallAfter: { tokens: 2 } });
  const context = {
    previous_specialist: canary("specialist"),
    previous_response: canary("context"),
    memory_hints: [canary("hint")],
  };
  for (const what of [
    "plain",
    "error line",
    "garbage",
    "bad shape",
    "refused",
    "bad request",
    "cut",
    "reset",
    "stall",
  ]) {
    await (await client.ask(prompt(what), { body: { context } })).text();
  }
  // Refusals at the door quote nothing either.
  await client.ask(prompt("no such"), { specialist: canary("name") });
  await client.ask(prompt("bad field"), { body: { temperature: canary("field") } });
  await fetch(`${hub.url}/api/v2/ai/apollo/stream`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${canary("token")}` },
    body: `{"content": "${canary("broken")}`,
  });
  await fetch(`${hub.url}/api/v2/${canary("path")}?content=${canary("query")}`);
  await (await fetch(`${hub.url}/api/v2/ai/apollo/stream?content=${canary("query")}`)).text();
  await fetch(`${hub.url}/api/trpc/${canary("procedure")}`);
  await client.call("team.start", { message: canary("team"), specialists: ["apollo", "athena"] });
  await client.call("chat.send", {
    specialist_id: "apollo-ai",
    content: canary("title"),
    client_message_id: "canary-1",
  });
  await client.call("chat.send", { specialist_id: 7, content: canary("input") }).catch(() => {});
  (await openPausedReader(`${hub.url}/api/v2/ai/apollo/stream?content=stall%20${canary("query")}`)).close();
  const stalled = await client.ask(prompt("stall"), { body: { on_disconnect: "continue" } });
  await client.cancel(stalled.headers.get("x-run-id") ?? "");
  await stalled.text();
}

async function filesOf(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test("canaries are in no file of the data directory and in no line of the log", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "tekton-canary-"));
  const fake = await startFakeOllama();
  const env = {
    TEKTON_DATA_DIR: dataDir,
    OLLAMA_HOST: fake.url,
    LOG_LEVEL: "trace",
    TEKTON_IDLE_TIMEOUT_MS: "500",
  };
  const outputs: string[] = [];
  for (const signal of ["SIGKILL", "SIGTERM"] as const) {
    const hub = await spawnHub(env);
    await provokeAll(hub, fake);
    // Some is being written when the end comes.
    const last = await new HubClient(hub.url).ask(`${canary("prompt")} stall`, { body: { on_disconnect: "continue" } });
    const cut = last.text().catch(() => "");
    await hub.stop(signal);
    await cut;
    outputs.push(hub.output());
  }
  const files = await filesOf(dataDir);
  expect(files.some((file) => file.endsWith(".db"))).toBe(true);
  let bytes = 0;
  for (const file of files) {
    const content = await readFile(file);
    bytes += content.length;
    expect(content.includes(anyCanary), file).toBe(false);
    expect(content.includes(Buffer.from(anyCanary, "utf16le")), file).toBe(false);
  }
  const log = outputs.join("\n");
  expect(log.split("\n").filter((line) => line.includes(anyCanary))).toEqual([]);
  expect(log).toContain('"msg":"run ended"');
  process.stdout.write(
    `canaries: ${files.length} files, ${bytes} bytes, ${log.split("\n").length} log lines: 0 found\n`,
  );
  await fake.close();
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);
