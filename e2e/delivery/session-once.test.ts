/** The same `client_message_id` again: one message, one answer, however often and however it is sent. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { foldStream } from "#e2e/hub/read-run-events.ts";
import { startTestHub } from "#e2e/hub/start-test-hub.ts";
import { localActor } from "#server/kernel/actor.ts";
import { startRun } from "#server/runs/start-run.ts";
import { prompts, turnsFor } from "./asked-of-model.ts";
import { type Stage, startStage } from "./start-stage.ts";

let stage: Stage;
let id: string;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  id = (await stage.client.openSession()).id;
});

const again = (name: string) => ({ client_message_id: name, if_busy: "queue" });
const shape = async (client = stage.client, session = id) =>
  (await client.session(session)).messages.map(({ role, status, content }) => `${role} ${status}: ${content}`);

test("after it was answered is the first result at every door, and nothing runs", async () => {
  stage.fake.script("only once", { tokens: ["a ", "b "] });
  const first = await stage.client.tell(id, "only once", again("x"));
  await stage.client.tell(id, "something else");
  const asked = prompts(stage.fake).length;
  expect(await stage.client.tell(id, "only once", again("x"))).toEqual(first);
  const streamed = await stage.client.tellStream(id, "only once", again("x"));
  expect(await foldStream(streamed)).toMatchObject({ phase: "done", content: "a b " });
  const { run } = await stage.client.sendMessage(id, "only once", again("x"));
  expect(run).toMatchObject({ id: first.run_id, status: "completed", content: "a b " });
  const v2 = await stage.client.ask("only once", { body: { session_id: id, client_message_id: "x" } });
  expect(v2.headers.get("x-run-id")).toBe(first.run_id);
  await v2.text();
  expect(prompts(stage.fake)).toHaveLength(asked);
  expect(await shape()).toHaveLength(4);
});

test("while it is being answered waits for that answer, busy or not", async () => {
  stage.fake.script("slowly", { tokens: ["a ", "b "], tokenMs: 60 });
  const { run } = await stage.client.sendMessage(id, "slowly", { client_message_id: "x" });
  const asked = prompts(stage.fake).length;
  const [whole, streamed] = await Promise.all([
    stage.client.tell(id, "slowly", { client_message_id: "x" }),
    stage.client.tellStream(id, "slowly", { client_message_id: "x" }).then(foldStream),
  ]);
  expect(whole).toMatchObject({ response: "a b ", run_id: run.id });
  expect(streamed).toMatchObject({ phase: "done", content: "a b " });
  expect(prompts(stage.fake).length).toBeLessThanOrEqual(asked + 1);
  expect(await shape()).toEqual(["user complete: slowly", "assistant complete: a b "]);
});

describe("after an answer that did not come to its end runs again, in its place:", () => {
  test("it had failed", async () => {
    stage.fake.script("fails first", { tokens: ["x", "y"], errorAfter: { tokens: 1, message: "broken" } });
    await expect(stage.client.tell(id, "fails first", again("x"))).rejects.toMatchObject({ code: "AI_UNAVAILABLE" });
    stage.fake.script("fails first", { tokens: ["well"] });
    expect(await stage.client.tell(id, "fails first", again("x"))).toMatchObject({
      response: "well",
      message_count: 2,
    });
    expect(turnsFor(stage.fake, "fails first")).toEqual(["user: fails first"]);
    expect(await shape()).toEqual(["user complete: fails first", "assistant complete: well"]);
  });

  test("it was cancelled", async () => {
    stage.fake.script("stop this", { tokens: ["half"], stallAfter: { tokens: 1 } });
    const { run } = await stage.client.sendMessage(id, "stop this", again("x"));
    await vi.waitUntil(async () => (await stage.client.run(run.id)).content !== "", { timeout: 5000 });
    await stage.client.cancel(run.id);
    expect(await shape()).toEqual(["user complete: stop this", "assistant partial: half"]);
    stage.fake.script("stop this", { tokens: ["well"] });
    const second = await stage.client.sendMessage(id, "stop this", again("x"));
    expect(second.run.id).not.toBe(run.id);
    expect(await stage.client.ended(second.run.id)).toMatchObject({ content: "well", context_used: 0 });
    expect(await shape()).toEqual(["user complete: stop this", "assistant complete: well"]);
    expect(await stage.client.run(run.id)).toMatchObject({ status: "cancelled", content: "half" });
  });

  test("others have been asked since", async () => {
    stage.fake.script("fails first", { tokens: ["x"], errorAfter: { tokens: 0, message: "broken" } });
    await expect(stage.client.tell(id, "fails first", again("x"))).rejects.toMatchObject({ code: "AI_UNAVAILABLE" });
    await stage.client.tell(id, "something else");
    stage.fake.script("fails first", { tokens: ["well"] });
    await stage.client.tell(id, "fails first", again("x"));
    expect(turnsFor(stage.fake, "fails first")).toEqual(["user: fails first"]);
    expect((await shape()).map((line) => line.split(":")[0])).toEqual([
      "user complete",
      "assistant complete",
      "user complete",
      "assistant complete",
    ]);
  });

  test("the hub was stopped", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "tekton-once-"));
    const options = { dataDir, env: { OLLAMA_HOST: stage.fake.url } };
    stage.fake.script("interrupt this", { tokens: ["half"], stallAfter: { tokens: 1 } });
    const first = await startTestHub(options);
    const before = new HubClient(first.url);
    await before.openSession({ id: "kept" });
    const { run } = await before.sendMessage("kept", "interrupt this", again("x"));
    await vi.waitUntil(async () => (await before.run(run.id)).content !== "", { timeout: 5000 });
    await first.close();
    const second = await startTestHub(options);
    const after = new HubClient(second.url);
    expect(await shape(after, "kept")).toEqual(["user complete: interrupt this", "assistant partial: half"]);
    stage.fake.script("interrupt this", { tokens: ["well"] });
    expect(await after.tell("kept", "interrupt this", again("x"))).toMatchObject({
      response: "well",
      message_count: 2,
    });
    expect(await shape(after, "kept")).toEqual(["user complete: interrupt this", "assistant complete: well"]);
    await second.close();
    await rm(dataDir, { recursive: true });
  });
});

test("in another session is another message", async () => {
  const other = await stage.client.openSession();
  const first = await stage.client.tell(id, "hello", again("x"));
  expect((await stage.client.tell(other.id, "hello", again("x"))).run_id).not.toBe(first.run_id);
});

describe("many times at once is one run", () => {
  test("through every door", async () => {
    stage.fake.script("twins", { tokens: ["a ", "b "], tokenMs: 40 });
    const asked = prompts(stage.fake).length;
    const ids = await Promise.all(
      Array.from({ length: 15 }, async (_, i) => {
        if (i % 3 === 0) return (await stage.client.tell(id, "twins", again("x"))).run_id;
        if (i % 3 === 1) return (await stage.client.sendMessage(id, "twins", again("x"))).run.id;
        const response = await stage.client.tellStream(id, "twins", { client_message_id: "x" });
        await response.text();
        return response.headers.get("x-run-id");
      }),
    );
    expect(new Set(ids).size).toBe(1);
    expect(prompts(stage.fake)).toHaveLength(asked + 1);
    expect(await shape()).toEqual(["user complete: twins", "assistant complete: a b "]);
  });

  test("where it begins the session too", async () => {
    stage.fake.script("begin", { tokens: ["a ", "b "], tokenMs: 40 });
    const begin = { specialist_id: "apollo-ai", shared: false };
    const all = await Promise.all(
      Array.from({ length: 10 }, () => stage.client.sendMessage("begun", "begin", { client_message_id: "x", begin })),
    );
    expect(new Set(all.map(({ run }) => run.id)).size).toBe(1);
    await stage.client.ended(all[0]?.run.id ?? "");
    expect(await shape(stage.client, "begun")).toEqual(["user complete: begin", "assistant complete: a b "]);
  });

  test("after a failure too", async () => {
    stage.fake.script("fails first", { tokens: ["x"], errorAfter: { tokens: 0, message: "broken" } });
    await expect(stage.client.tell(id, "fails first", again("x"))).rejects.toMatchObject({ code: "AI_UNAVAILABLE" });
    stage.fake.script("fails first", { tokens: ["well ", "then"], tokenMs: 40 });
    const asked = prompts(stage.fake).length;
    const all = await Promise.all(Array.from({ length: 12 }, () => stage.client.tell(id, "fails first", again("x"))));
    expect(new Set(all.map(({ run_id }) => run_id)).size).toBe(1);
    expect(prompts(stage.fake)).toHaveLength(asked + 1);
    expect(await shape()).toEqual(["user complete: fails first", "assistant complete: well then"]);
  });

  test("from one turn of the hub's own loop, where all of them look before any of them writes", async () => {
    stage.fake.script("hold on", { tokens: ["a"], stallAfter: { tokens: 1 } });
    const all = await Promise.all(
      Array.from({ length: 8 }, () =>
        startRun(stage.test.hub.team, localActor, {
          specialist: "apollo",
          request: { content: "hold on", session_id: id, client_message_id: "x" },
          requestId: "req_twin",
        }),
      ),
    );
    expect(new Set(all.map(({ runId }) => runId)).size).toBe(1);
    expect(all.filter(({ replayed }) => !replayed)).toHaveLength(1);
    await stage.client.cancel(all[0]?.runId ?? "");
    expect(await shape()).toHaveLength(2);
    expect(stage.test.hub.providers.get("ollama")?.admission.running).toBe(0);
  });
});
