/**
 * Rules, round-robin and fallback with a model that fails: who answers is who can, the start event says so and
 * why, and after the first token nobody takes over.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { limits } from "#contract/limits.ts";
import type { ReplacedOrchestration } from "#contract/orchestration.ts";
import type { RunEvent } from "#contract/run-events.ts";
import type { RunView } from "#contract/run-view.ts";
import type { SessionView } from "#contract/session.ts";
import { readRunStream } from "#e2e/doors/read-run-stream.ts";
import { send } from "#e2e/doors/send.ts";
import type { Script } from "#e2e/fake-ollama/script.ts";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";

let fake: FakeOllama;
let hub: TestHub;
/** Each of these specialists has a model of its own name. */
const models = { "apollo-ai": "alpha", "athena-ai": "beta", "metis-ai": "gamma" };

beforeAll(async () => {
  fake = await startFakeOllama({ models: Object.values(models).map((name) => ({ name: `${name}:latest` })) });
  hub = await startTestHub({ env: { OLLAMA_HOST: fake.url } });
  for (const [id, model] of Object.entries(models)) {
    await send(hub.url, `/api/v2/specialists/${id}`, { method: "PATCH", body: { model } });
  }
});
afterAll(async () => {
  await hub.close();
  await fake.close();
});

/** What a specialist's model does from now on. */
const play = (id: keyof typeof models, script: Script) =>
  fake.script((body) => (body as { model?: string }).model === models[id], script);

const settle = async (settings: ReplacedOrchestration) => {
  const answer = await send(hub.url, "/api/v2/orchestration", { method: "PUT", body: settings });
  expect(answer.status).toBe(200);
};

beforeEach(async () => {
  await settle({});
  for (const id of Object.keys(models) as (keyof typeof models)[]) play(id, { tokens: [`${id} `, "speaks"] });
  fake.requests.length = 0;
});

const ask = async (name: string, body: object) =>
  readRunStream(
    await fetch(`${hub.url}/api/v2/ai/${name}/stream`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
const startOf = (events: readonly RunEvent[]) => events.find((event) => event.type === "start");
const askedModels = () =>
  fake.requests.flatMap(({ path, body }) => (path === "/api/chat" ? [(body as { model: string }).model] : []));
const readRun = async (id: string) => (await send(hub.url, `/api/v2/runs/${id}`)).json<RunView>();

describe("rules", () => {
  test("the first rule whose pattern is found decides, in any case, before the router reads the message", async () => {
    await settle({
      routing_rules: [
        { pattern: "invoice \\d+", specialists: ["metis-ai"], strategy: "best" },
        { pattern: "invoice", specialists: ["athena-ai"], strategy: "best" },
      ],
    });
    const { events, text } = await ask("auto", { content: "What is wrong with INVOICE 12?" });
    expect(startOf(events)).toMatchObject({ specialist_id: "metis-ai", model: "gamma", routed: { by: "rule" } });
    expect(startOf(events)?.routed.reason).toMatch(/^Rule 1 \(\/invoice \\d\+\/, best\) fits/);
    expect(text).toBe("metis-ai speaks");
    const second = await ask("auto", { content: "the invoice, please" });
    expect(startOf(second.events)?.specialist_id).toBe("athena-ai");
    // One that is named is not the rules' affair.
    expect(startOf((await ask("apollo", { content: "invoice 12" })).events)?.routed.by).toBe("name");
  });

  test("round-robin takes turns among those who can answer, and looking does not count", async () => {
    const specialists = ["apollo-ai", "athena-ai", "metis-ai"];
    await settle({ routing_rules: [{ pattern: "turn", specialists, strategy: "round-robin" }] });
    const turn = async () => startOf((await ask("auto", { content: "whose turn" })).events)?.specialist_id;
    const look = async () =>
      (await send(hub.url, "/api/v2/route", { method: "POST", body: { message: "whose turn" } })).json<{
        specialist_id: string;
        by: string;
      }>();
    expect(await look()).toMatchObject({ specialist_id: "apollo-ai", by: "rule" });
    expect([await turn(), await turn(), await turn(), await turn()]).toEqual([...specialists, "apollo-ai"]);
    await send(hub.url, "/api/v2/specialists/athena-ai/disable", { method: "POST" });
    try {
      const six = new Set([await turn(), await turn(), await turn(), await turn()]);
      expect([...six].sort()).toEqual(["apollo-ai", "metis-ai"]);
    } finally {
      await send(hub.url, "/api/v2/specialists/athena-ai/enable", { method: "POST" });
    }
  });

  test("best is the router's choice among those named, all is the best alone and everyone in a broadcast", async () => {
    const specialists = ["athena-ai", "apollo-ai"];
    const message = "It keeps crashing with a segfault whenever I upload a file, find the cause";
    await settle({ routing_rules: [{ pattern: "segfault", specialists, strategy: "all" }] });
    const alone = await ask("auto", { content: message });
    expect(startOf(alone.events)).toMatchObject({ specialist_id: "apollo-ai", routed: { by: "rule" } });
    const team = await send(hub.url, "/api/trpc/team.start", {
      method: "POST",
      body: { message, specialists: ["auto"] },
    });
    const { lanes } = team.json<{ result: { data: { lanes: { lane_id: string }[] } } }>().result.data;
    expect(lanes.map(({ lane_id }) => lane_id)).toEqual(specialists);
  });

  test("by the strategy fallback the next answers when the first fails", async () => {
    await settle({
      routing_rules: [{ pattern: "plan", specialists: ["apollo-ai", "metis-ai"], strategy: "fallback" }],
    });
    play("apollo-ai", { status: 500, error: "out of memory" });
    const { events, runId, text } = await ask("auto", { content: "plan it" });
    expect(events.filter(({ type }) => type === "start")).toHaveLength(1);
    expect(startOf(events)).toMatchObject({ specialist_id: "metis-ai", provider: "ollama", model: "gamma" });
    expect(startOf(events)?.routed).toMatchObject({ by: "fallback" });
    expect(startOf(events)?.routed.reason).toMatch(/^metis-ai answers instead of apollo-ai\..*out of memory/);
    expect(text).toBe("metis-ai speaks");
    expect(await readRun(runId)).toMatchObject({
      status: "completed",
      specialist_id: "metis-ai",
      model: "gamma",
      routed: { by: "fallback" },
    });
  });

  test("a rule whose specialists cannot answer is passed over", async () => {
    await settle({
      routing_rules: [
        { pattern: "x", specialists: ["telos-ai"], strategy: "best" },
        { pattern: "x", specialists: ["athena-ai"], strategy: "best" },
      ],
    });
    await send(hub.url, "/api/v2/specialists/telos-ai", { method: "PATCH", body: { model: "not-there" } });
    expect(startOf((await ask("auto", { content: "x" })).events)?.specialist_id).toBe("athena-ai");
  });
});

describe("falling back", () => {
  const fallback = { specialists: { "apollo-ai": ["athena-ai", "metis-ai"] } };

  test("another answers when the model fails before its first token, in a conversation too", async () => {
    await settle({ fallback });
    play("apollo-ai", { tokens: ["never"], resetAfter: { tokens: 0 } });
    const made = await send(hub.url, "/api/v2/sessions", { method: "POST", body: { specialist_id: "apollo" } });
    const { id } = made.json<SessionView>();
    const { events, text, runId } = await ask("apollo", { content: "hello", session_id: id });
    expect(startOf(events)).toMatchObject({ specialist_id: "athena-ai", session_id: id, routed: { by: "fallback" } });
    expect(text).toBe("athena-ai speaks");
    const { messages } = (await send(hub.url, `/api/v2/sessions/${id}`)).json<SessionView & { messages: object[] }>();
    expect(messages[1]).toMatchObject({ role: "assistant", specialist_id: "athena-ai", content: "athena-ai speaks" });
    expect((await readRun(runId)).warnings.join()).toMatch(/apollo-ai did not answer \(try 1\)/);
  });

  test("one after the other, until one answers", async () => {
    await settle({ fallback });
    play("apollo-ai", { status: 500 });
    play("athena-ai", { status: 500 });
    const { events } = await ask("apollo", { content: "hello" });
    expect(startOf(events)).toMatchObject({ specialist_id: "metis-ai", routed: { by: "fallback" } });
    expect(askedModels()).toEqual(["alpha", "beta", "gamma"]);
  });

  test("when all fail it is the last one's failure, as a status", async () => {
    await settle({ fallback });
    for (const id of Object.keys(models) as (keyof typeof models)[]) play(id, { status: 500, error: `${id} is down` });
    const answer = await send(hub.url, "/api/v2/ai/apollo/stream", { method: "POST", body: { content: "hello" } });
    expect([answer.status, answer.error().code]).toEqual([503, "AI_UNAVAILABLE"]);
    expect(answer.error().message).toContain("metis-ai is down");
  });

  test("a model that says nothing in time counts as failed", async () => {
    await settle({ fallback, timeout_settings: { first_token: 0.2 } });
    play("apollo-ai", { tokens: ["late"], stallAfter: { tokens: 0 } });
    const { events } = await ask("apollo", { content: "hello" });
    expect(startOf(events)).toMatchObject({ specialist_id: "athena-ai" });
    expect(startOf(events)?.routed.reason).toContain("apollo-ai said nothing within 0.2 s");
    expect(fake.active).toBe(0);
  });

  test("after the first token nobody takes over: the text is kept, and the failure said", async () => {
    await settle({ fallback, retry_policy: { enabled: true, max_attempts: 3, backoff_ms: 0 } });
    play("apollo-ai", { tokens: ["half ", "a ", "word"], endAfter: { tokens: 1 } });
    const { events, text, last, runId } = await ask("apollo", { content: "hello" });
    expect(startOf(events)).toMatchObject({ specialist_id: "apollo-ai", routed: { by: "name" } });
    expect(text).toBe("half ");
    expect(last).toMatchObject({ type: "error", partial: true });
    expect(askedModels()).toEqual(["alpha"]);
    expect(await readRun(runId)).toMatchObject({ status: "failed", specialist_id: "apollo-ai", content: "half " });
  });

  test("one whose model is gone, or that is disabled, is passed over before anything is asked", async () => {
    await settle({ fallback });
    await send(hub.url, "/api/v2/specialists/apollo-ai/disable", { method: "POST" });
    try {
      const { events } = await ask("apollo", { content: "hello" });
      expect(startOf(events)?.routed.reason).toMatch(/^athena-ai answers instead of apollo-ai\. .*disabled/);
      expect(askedModels()).toEqual(["beta"]);
    } finally {
      await send(hub.url, "/api/v2/specialists/apollo-ai/enable", { method: "POST" });
    }
  });

  test("switched off, nobody takes over", async () => {
    await settle({ fallback: { ...fallback, enabled: false } });
    play("apollo-ai", { status: 500 });
    expect((await send(hub.url, "/api/v2/ai/apollo/stream", { method: "POST", body: { content: "x" } })).status).toBe(
      503,
    );
  });

  test("in a broadcast each lane is its specialist's own", async () => {
    await settle({ fallback });
    play("apollo-ai", { status: 500 });
    const call = async (name: string, body: object) =>
      (await send(hub.url, `/api/trpc/${name}`, { method: "POST", body })).json<{
        result: { data: { id: string; lanes: { run: { id: string } }[] } };
      }>().result.data;
    const team = await call("team.start", { message: "hello", specialists: ["apollo-ai", "metis-ai"] });
    await expect.poll(async () => (await readRun(team.lanes[0]?.run.id ?? "")).status).toBe("failed");
    const again = await call("team.retryLane", { broadcast_id: team.id, lane_id: "apollo-ai" });
    await expect.poll(async () => (await readRun(again.lanes[0]?.run.id ?? "")).status).toBe("failed");
    expect(askedModels().sort()).toEqual(["alpha", "alpha", "gamma"]);
  });
});

describe("patience", () => {
  test("a failed try is made again, as often as is set, and the answer says so", async () => {
    await settle({ retry_policy: { enabled: true, max_attempts: 3, backoff_ms: 1 } });
    let tries = 0;
    fake.script((body) => (body as { model?: string }).model === "alpha" && ++tries < 3, { status: 500 });
    const { events, last } = await ask("apollo", { content: "hello" });
    expect(askedModels()).toEqual(["alpha", "alpha", "alpha"]);
    expect(events.filter(({ type }) => type === "start")).toHaveLength(1);
    expect(last).toMatchObject({ type: "done" });
    expect((last as { warnings?: string[] }).warnings?.[0]).toBe("apollo-ai did not answer (try 1): AI_UNAVAILABLE.");
    expect((last as { warnings?: string[] }).warnings).toHaveLength(2);
  });

  test("a run that takes too long ends with what it has; a specialist may have a time of its own", async () => {
    await settle({ timeout_settings: { default: 60, per_specialist: { "apollo-ai": 0.3 } } });
    play("apollo-ai", { tokens: ["a ", "b "], stallAfter: { tokens: 1 } });
    const { text, last } = await ask("apollo", { content: "hello" });
    expect(text).toBe("a ");
    expect(last).toMatchObject({ type: "error", partial: true, error: { code: "TIMEOUT" } });
    expect(fake.active).toBe(0);
  });

  test("stopping a run in the pause before its next try stops it", async () => {
    await settle({ retry_policy: { enabled: true, max_attempts: 2, backoff_ms: 60_000 } });
    play("apollo-ai", { status: 500 });
    const started = await send(hub.url, "/api/trpc/runs.start", {
      method: "POST",
      body: { specialist: "apollo", content: "hello" },
    });
    const { run_id } = started.json<{ result: { data: { run_id: string } } }>().result.data;
    while (askedModels().length === 0) await new Promise(setImmediate);
    const cancelled = await send(hub.url, `/api/v2/runs/${run_id}/cancel`, { method: "POST" });
    expect(cancelled.json()).toMatchObject({ status: "cancelled" });
    expect(askedModels()).toEqual(["alpha"]);
  });

  test("the number of runs at once is in force at once", async () => {
    play("apollo-ai", { tokens: ["a ", "b"], stallAfter: { tokens: 1 } });
    await settle({ max_concurrent: 1 });
    const start = () =>
      send(hub.url, "/api/trpc/runs.start", { method: "POST", body: { specialist: "apollo", content: "hello" } });
    const ids = [await start(), await start(), await start()].map(
      (answer) => answer.json<{ result: { data: { run_id: string } } }>().result.data.run_id,
    );
    const { admission } = hub.hub.providers.current();
    await expect.poll(() => [admission.running, admission.queued]).toEqual([1, 2]);
    await settle({ max_concurrent: 2 });
    expect([admission.running, admission.queued]).toEqual([2, 1]);
    for (const id of ids) await send(hub.url, `/api/v2/runs/${id}/cancel`, { method: "POST" });
  });
});

describe("what a rule decided", () => {
  test("is no evidence for a capability that nobody chose", async () => {
    await settle({ routing_rules: [{ pattern: "poem", specialists: ["metis-ai"], strategy: "round-robin" }] });
    const { runId } = await ask("auto", { content: "a poem about an invoice" });
    const { evidence } = (await send(hub.url, "/api/v2/specialists/metis-ai")).json<{
      evidence: { completed: number }[];
    }>();
    expect(evidence.every(({ completed }) => completed === 0)).toBe(true);
    expect((await readRun(runId)).routed.by).toBe("rule");
  });
});

describe("a full queue", () => {
  test("is handed on to who stands in", async () => {
    await settle({ fallback: { specialists: { "apollo-ai": ["numa-ai"] } }, max_concurrent: 1 });
    await send(hub.url, "/api/v2/specialists/numa-ai", { method: "PATCH", body: { provider: "demo" } });
    play("apollo-ai", { tokens: ["a ", "b"], stallAfter: { tokens: 1 } });
    const started: string[] = [];
    for (let i = 0; i <= limits.queuedRuns; i++) {
      const body = { specialist: "athena", content: "hello" };
      play("athena-ai", { tokens: ["a ", "b"], stallAfter: { tokens: 1 } });
      const answer = await send(hub.url, "/api/trpc/runs.start", { method: "POST", body });
      started.push(answer.json<{ result: { data: { run_id: string } } }>().result.data.run_id);
    }
    const { events } = await ask("apollo", { content: "hello" });
    expect(startOf(events)).toMatchObject({ specialist_id: "numa-ai", provider: "demo", routed: { by: "fallback" } });
    for (const id of started) await send(hub.url, `/api/v2/runs/${id}/cancel`, { method: "POST" });
  });
});

describe("the settings", () => {
  const read = async () => (await send(hub.url, "/api/v2/orchestration")).json<Record<string, unknown>>();
  const put = (body: object) => send(hub.url, "/api/v2/orchestration", { method: "PUT", body });

  test("of two who save at once one is told that it came second, and what is there now", async () => {
    const { version } = await read();
    const first = await put({ version, max_concurrent: 7 });
    expect(first.json()).toMatchObject({ version: (version as number) + 1, max_concurrent: 7, by: "local" });
    const second = await put({ version, max_concurrent: 9 });
    expect([second.status, second.error().code]).toEqual([409, "CONFLICT"]);
    expect(second.error().details).toMatchObject({
      current: { max_concurrent: 7 },
      by: "local",
      changed: ["max_concurrent"],
    });
    expect((await read()).max_concurrent).toBe(7);
  });

  test("every fault of a document is told, and nothing of it is in force", async () => {
    const before = await read();
    // As they are read they may be sent back.
    expect((await put(before)).json()).toMatchObject({ version: before.version });
    const answer = await put({
      routing_rules: [
        { pattern: "(unclosed", specialists: ["apollo-ai"], strategy: "best" },
        { pattern: "fine", specialists: ["nobody-ai"], strategy: "best" },
        { pattern: "(?=looks ahead)", specialists: ["apollo-ai"], strategy: "best" },
        { pattern: "(.{1,500}){1,2}z", specialists: ["apollo-ai"], strategy: "best" },
      ],
      fallback: { specialists: { "apollo-ai": ["apollo-ai"] } },
    });
    expect([answer.status, answer.error().code]).toEqual([400, "BAD_REQUEST"]);
    const { issues } = answer.error().details as { issues: { path: string; message: string }[] };
    expect(issues.map(({ path }) => path)).toEqual([
      "routing_rules.0.pattern",
      "routing_rules.2.pattern",
      "routing_rules.3.pattern",
      "routing_rules.1.specialists.0",
      "fallback.specialists.apollo-ai",
    ]);
    expect(await read()).toEqual(before);
  });

  test("an earlier version is in force again, as a new one; 0 is how the hub came", async () => {
    await put({ max_concurrent: 3 });
    const { version } = await read();
    await put({ max_concurrent: 4 });
    const restore = (to: unknown) =>
      send(hub.url, "/api/v2/orchestration/restore", { method: "POST", body: { version: to } });
    expect((await restore(version)).json()).toMatchObject({ version: (version as number) + 2, max_concurrent: 3 });
    expect((await restore(0)).json()).toMatchObject({ max_concurrent: null });
    expect((await restore(9999)).status).toBe(404);
    const late = await send(hub.url, "/api/v2/orchestration/restore", {
      method: "POST",
      body: { version: 0, if_version: version },
    });
    expect([late.status, late.error().details?.by]).toEqual([409, "local"]);
    const { versions } = (await send(hub.url, "/api/v2/orchestration/versions")).json<{ versions: object[] }>();
    expect(versions[0]).toMatchObject({
      version: (version as number) + 3,
      by: "local",
      settings: { max_concurrent: null },
    });
  });

  test("a pattern that would take other engines for ever takes no time", async () => {
    await settle({ routing_rules: [{ pattern: "(a+)+$", specialists: ["athena-ai"], strategy: "best" }] });
    const message = `${"a".repeat(15_000)}!`;
    const answer = await send(hub.url, "/api/v2/route", { method: "POST", body: { message } });
    expect(answer.status).toBe(200);
  });
});
