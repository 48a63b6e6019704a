/** Messages that wait for their turn in a session: in order, one answer at a time, each knowing those before it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { limits } from "#contract/limits.ts";
import type { RunEvent } from "#contract/run-events.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { readRunEvents } from "#e2e/hub/read-run-events.ts";
import { spawnHub } from "#e2e/hub/spawn-hub.ts";
import { prompts, turnsFor } from "./asked-of-model.ts";
import { type Stage, startStage } from "./start-stage.ts";

let stage: Stage;
let id: string;
beforeAll(async () => {
  stage = await startStage();
  stage.fake.script("hold on", { tokens: ["half "], stallAfter: { tokens: 1 } });
  stage.fake.script("slowly", { tokens: ["one ", "two"], tokenMs: 60 });
  stage.fake.defaultScript = { tokens: ["fine"] };
});
afterAll(() => stage.close());
beforeEach(async () => {
  id = (await stage.client.openSession({ context_window: 0 })).id;
});

interface Streaming {
  readonly runId: string;
  /** All of its events, once it has ended. */
  readonly events: Promise<RunEvent[]>;
}

/** Resolves once the message is stored and its first event has come. */
async function queue(message: string): Promise<Streaming> {
  const response = await stage.client.tellStream(id, message, { if_busy: "queue" });
  expect(response.status).toBe(200);
  const all = async () => {
    const events: RunEvent[] = [];
    for await (const { event } of readRunEvents(response)) events.push(event);
    return events;
  };
  return { runId: response.headers.get("x-run-id") ?? "", events: all() };
}

const texts = async () => (await stage.client.session(id, "?limit=200")).messages.map(({ content }) => content);

test("a message that waits says so, and is asked with the answer it waited for", async () => {
  const first = await queue("slowly, please");
  const second = await queue("and now?");
  const events = await second.events;
  expect(events[0]).toMatchObject({ type: "queued", position: 1 });
  expect(events.at(-1)).toMatchObject({ type: "done", context_used: 2 });
  expect((await first.events).map(({ type }) => type)).not.toContain("queued");
  expect(turnsFor(stage.fake, "and now?")).toEqual(["user: slowly, please", "assistant: one two", "user: and now?"]);
  expect(await texts()).toEqual(["slowly, please", "one two", "and now?", "fine"]);
});

test("many that wait go in the order they came, never two at once, through any door", async () => {
  const before = prompts(stage.fake).length;
  let most = 0;
  const watching = setInterval(() => {
    most = Math.max(most, stage.fake.active);
  }, 1);
  const waiting: Promise<unknown>[] = [(await queue("slowly 0")).events];
  for (let n = 1; n < 12; n += 1) {
    if (n % 3 === 0) {
      const { run } = await stage.client.sendMessage(id, `slowly ${n}`, {
        client_message_id: `${n}`,
        if_busy: "queue",
      });
      expect(run).toMatchObject({ status: "queued", context_used: null });
      waiting.push(stage.client.ended(run.id));
    } else if (n % 3 === 1) {
      waiting.push(stage.client.tell(id, `slowly ${n}`, { if_busy: "queue" }));
      await vi.waitUntil(() =>
        stage.test.hub.team.live.inSession(id).some((run) => run.identity.prompt === `slowly ${n}`),
      );
    } else waiting.push((await queue(`slowly ${n}`)).events);
  }
  await Promise.all(waiting);
  clearInterval(watching);
  expect(most).toBe(1);
  const asked = prompts(stage.fake).slice(before);
  const pair = (n: number) => [`user: slowly ${n}`, "assistant: one two"];
  const all = Array.from({ length: 12 }, (_, n) => pair(n)).flat();
  expect(asked.map((prompt) => prompt.slice(1).map(({ role, content }) => `${role}: ${content}`))).toEqual(
    asked.map((_, n) => all.slice(0, 2 * n + 1)),
  );
  expect(asked).toHaveLength(12);
  expect(await texts()).toEqual(Array.from({ length: 12 }, (_, n) => [`slowly ${n}`, "one two"]).flat());
});

test("stopping the answer in front lets the next one go", async () => {
  const first = await queue("hold on");
  const second = await queue("and now?");
  await vi.waitUntil(async () => (await stage.client.run(first.runId)).content !== "", { timeout: 5000 });
  await stage.client.cancel(first.runId);
  expect((await second.events).at(-1)).toMatchObject({ type: "done", finish_reason: "stop" });
  expect(turnsFor(stage.fake, "and now?")).toEqual([
    "user: hold on",
    "assistant: half \n\n[interrupted]",
    "user: and now?",
  ]);
});

test("a failure in front lets the next one go", async () => {
  stage.fake.script("break", { tokens: ["x"], tokenMs: 60, errorAfter: { tokens: 1, message: "broken" } });
  const first = await queue("break");
  const second = await queue("and now?");
  expect((await first.events).at(-1)).toMatchObject({ type: "error", error: { code: "AI_UNAVAILABLE" } });
  expect((await second.events).at(-1)).toMatchObject({ type: "done" });
});

test("one that waits can be cancelled, and the others keep their places", async () => {
  const first = await queue("hold on");
  const [a, b, c] = [await queue("question a"), await queue("question b"), await queue("question c")];
  expect(await stage.client.cancel(b.runId)).toMatchObject({ status: "cancelled", content: "", context_used: null });
  expect((await b.events).at(-1)).toMatchObject({ type: "done", finish_reason: "cancelled" });
  expect((await stage.client.session(id)).busy_run_id).toBe(c.runId);
  await stage.client.cancel(first.runId);
  for (const { events } of [a, c]) expect((await events).at(-1)).toMatchObject({ type: "done", finish_reason: "stop" });
  expect(turnsFor(stage.fake, "question c")).toEqual([
    "user: hold on",
    "assistant: half \n\n[interrupted]",
    "user: question a",
    "assistant: fine",
    "user: question b",
    "assistant: (no reply)",
    "user: question c",
  ]);
  expect((await c.events).flatMap((event) => (event.type === "queued" ? event.position : []))).toEqual([3, 2, 1]);
});

test(`more than ${limits.waitingMessages} may not wait, and those that do are not disturbed`, async () => {
  const first = await queue("hold on");
  const waiting = await Promise.all(Array.from({ length: limits.waitingMessages }, (_, n) => queue(`question ${n}`)));
  const full = { code: "QUEUE_FULL", status: 429 };
  await expect(stage.client.tell(id, "one more", { if_busy: "queue" })).rejects.toMatchObject(full);
  await expect(
    stage.client.sendMessage(id, "one more", { client_message_id: "more", if_busy: "queue" }),
  ).rejects.toMatchObject(full);
  await stage.client.cancel(first.runId);
  for (const { events } of waiting)
    expect((await events).at(-1)).toMatchObject({ type: "done", finish_reason: "stop" });
  expect(await texts()).toHaveLength(2 * (1 + limits.waitingMessages));
  expect(stage.test.hub.providers.get("ollama")?.admission).toMatchObject({ running: 0, queued: 0 });
});

test("what waits in one session holds nobody up in another", async () => {
  const held = await queue("hold on");
  const behind = await queue("and now?");
  const other = await stage.client.openSession();
  expect(await stage.client.tell(other.id, "hello")).toMatchObject({ response: "fine" });
  await stage.client.cancel(held.runId);
  await behind.events;
});

test("killed while some wait, the hub ends them as interrupted, and they can be sent again", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "tekton-waiting-"));
  const env = { TEKTON_DATA_DIR: dataDir, OLLAMA_HOST: stage.fake.url };
  const hub = await spawnHub(env);
  const client = new HubClient(hub.url);
  await client.openSession({ id: "waiting" });
  const names = ["hold on", "question a", "question b", "question c"];
  const send = (to: HubClient, name: string) =>
    to.sendMessage("waiting", name, { client_message_id: name, if_busy: "queue" });
  const runs: string[] = [];
  for (const name of names) runs.push((await send(client, name)).run.id);
  await vi.waitUntil(async () => (await client.run(runs[0] ?? "")).content !== "", { timeout: 5000 });
  await hub.stop("SIGKILL");

  const again = await spawnHub(env);
  const reader = new HubClient(again.url);
  for (const run of runs) {
    expect(await reader.run(run)).toMatchObject({ status: "interrupted", error: { code: "INTERRUPTED" } });
  }
  expect(await reader.session("waiting")).toMatchObject({ busy_run_id: null, message_count: 8 });
  for (const name of names.slice(1)) {
    expect(await reader.ended((await send(reader, name)).run.id)).toMatchObject({
      status: "completed",
      content: "fine",
    });
  }
  const { messages } = await reader.session("waiting");
  expect(messages.map(({ role, content }) => (role === "user" ? content : null)).filter(Boolean)).toEqual(names);
  expect(messages.filter(({ status }) => status === "complete")).toHaveLength(7);
  await again.stop("SIGTERM");
  await rm(dataDir, { recursive: true });
}, 60_000);
