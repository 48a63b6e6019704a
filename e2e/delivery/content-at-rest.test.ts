/** What people and models write is in no file, no log line and no metric in the clear, whatever goes wrong. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { HubClient, Refusal, type SentMessage } from "#e2e/hub/hub-client.ts";
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
  // What is tried again or handed on says why, and who is chosen by what was written too.
  await client.rest("PUT", "/api/v2/orchestration", {
    retry_policy: { enabled: true, max_attempts: 2, backoff_ms: 0 },
    fallback: { specialists: { "apollo-ai": ["athena-ai"] } },
  });
  for (const specialist of ["apollo", "auto"]) await (await client.ask(prompt("refused"), { specialist })).text();
  await client.rest("POST", "/api/v2/route", { message: prompt("where to") });
  await client.rest("PUT", "/api/v2/orchestration", {});
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
  await provokeSessions(client, context);
  (await openPausedReader(`${hub.url}/api/v2/ai/apollo/stream?content=stall%20${canary("query")}`)).close();
  const stalled = await client.ask(prompt("stall"), { body: { on_disconnect: "continue" } });
  await client.cancel(stalled.headers.get("x-run-id") ?? "");
  await stalled.text();
}

/** What is written in sessions, by every way in, and refusals that could quote it. */
async function provokeSessions(client: HubClient, context: object): Promise<void> {
  const refused = (work: Promise<unknown>) => expect(work).rejects.toBeInstanceOf(Refusal);
  const metadata = { [canary("key")]: { note: canary("metadata") } };
  const { id } = await client.openSession({ title: canary("title"), metadata });
  const path = `/api/v2/sessions/${id}`;
  await client.tell(id, canary("message"), { context });
  await (await client.tellStream(id, canary("streamed"), { context })).text();
  await client.rest("PATCH", path, { title: canary("new-title"), metadata: { note: canary("new-metadata") } });
  await client.call("sessions.update", { session_id: id, title: canary("newer-title"), metadata });
  const { session_id, run } = await client.call<SentMessage>("sessions.send", {
    session_id: `begun-${Date.now()}`,
    message: canary("begun"),
    client_message_id: "canary-1",
    context,
    begin: { specialist_id: "apollo-ai" },
  });
  await client.ended(run.id);

  const shown = JSON.stringify([await client.session(id), await client.session(session_id)]);
  for (const where of ["message", "streamed", "newer-title", "metadata", "begun"])
    expect(shown).toContain(canary(where));
  for (const q of [canary("message"), canary("nowhere")]) {
    await client.rest("GET", `/api/v2/sessions?q=${q}`);
    await client.rest("GET", `/api/v2/history/apollo?q=${q}`);
    await client.query("sessions.list", { q });
  }
  const fork = await client.call<{ id: string }>("sessions.fork", { session_id: id });
  const document = await client.rest<object>("GET", `${path}/export`);
  await (await fetch(`${client.url}${path}/export?format=markdown`)).text();
  const copy = await client.rest<{ id: string }>("POST", "/api/v2/sessions/import", { ...document, id: undefined });
  await client.call("sessions.clear", { session_id: fork.id, keep_last: 1 });
  await client.rest("DELETE", `/api/v2/sessions/${copy.id}`);

  await refused(client.openSession({ title: canary("long").repeat(100) }));
  await refused(client.openSession({ metadata: canary("not-an-object") }));
  await refused(client.openSession({ id: `${canary("id")} with spaces` }));
  await refused(client.tell(id, "", { context: { memory_hints: canary("hint") } }));
  await refused(client.rest("POST", "/api/v2/sessions/import", { ...document, format: canary("format") }));
  await refused(client.rest("GET", `/api/v2/sessions/${canary("unknown")}`));
  await refused(client.rest("GET", `/api/v2/history/${canary("specialist")}`));
  await refused(client.call("sessions.send", { session_id: 7, message: canary("input") }));
}

async function filesOf(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test("canaries are in no file of the data directory, in no line of the log and in no metric", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "tekton-canary-"));
  const fake = await startFakeOllama();
  const env = {
    TEKTON_DATA_DIR: dataDir,
    OLLAMA_HOST: fake.url,
    LOG_LEVEL: "trace",
    TEKTON_IDLE_TIMEOUT_MS: "500",
  };
  const outputs: string[] = [];
  const metrics: string[] = [];
  for (const signal of ["SIGKILL", "SIGTERM"] as const) {
    const hub = await spawnHub(env);
    try {
      await provokeAll(hub, fake);
      metrics.push(await (await fetch(`${hub.url}/metrics`)).text());
      // Some is being written when the end comes.
      const last = await new HubClient(hub.url).ask(`${canary("prompt")} stall`, {
        body: { on_disconnect: "continue" },
      });
      const cut = last.text().catch(() => "");
      await hub.stop(signal);
      await cut;
    } finally {
      await hub.stop("SIGKILL");
    }
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
  const samples = metrics.join("\n").split("\n");
  expect(samples.filter((line) => line.includes(anyCanary))).toEqual([]);
  expect(samples.filter((line) => line.includes('route="/api/v2/sessions/:id"'))).not.toEqual([]);
  process.stdout.write(
    `canaries: ${files.length} files, ${bytes} bytes, ${log.split("\n").length} log lines, ${samples.length} lines of metrics: 0 found\n`,
  );
  await fake.close();
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);
