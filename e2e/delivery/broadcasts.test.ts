/** One message to several specialists: lanes that keep their place, fail alone, stop alone, and resume. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { BroadcastView } from "#contract/broadcast.ts";
import { emptyRunState, type RunState } from "#contract/run-state.ts";
import type { WatchedEntry } from "#e2e/hub/hub-client.ts";
import { foldEntries } from "#e2e/hub/read-run-events.ts";
import { localActor } from "#server/kernel/actor.ts";
import { retryLane } from "#server/team-chat/retry-lane.ts";
import { createRandom } from "./random.ts";
import { type Stage, startStage } from "./start-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ env: { OPENAI_BASE_URL: "http://127.0.0.1:9/v1" } });
});
afterAll(() => stage.close());

const start = (message: string, specialists: string[]) =>
  stage.client.call<BroadcastView>("team.start", { message, specialists });
const recent = async (id: string) => {
  const { broadcasts } = await stage.client.query<{ broadcasts: BroadcastView[] }>("team.recent", { limit: 50 });
  return broadcasts.find((one) => one.id === id) as BroadcastView;
};
const lanesOf = ({ lanes }: BroadcastView) => lanes.map(({ lane_id }) => lane_id);
const runIds = ({ lanes }: BroadcastView) => lanes.map(({ run }) => run.id);
const statuses = ({ lanes }: BroadcastView) => lanes.map(({ run }) => run.status);
const allEnded = async (id: string) => (await recent(id)).lanes.every(({ run }) => run.ended_at !== null);

/** Takes entries into the states of their runs. Throws as `foldEntries`. */
function take(states: Map<string, RunState>, entries: readonly WatchedEntry[]): void {
  for (const entry of entries) {
    states.set(entry.run_id, foldEntries([entry], states.get(entry.run_id) ?? emptyRunState));
  }
}

/** Matches the requests of one specialist: its own name opens its system prompt. */
const toSpecialist = (name: string, question: string) => (body: unknown) => {
  const { messages } = body as { messages: { content: string }[] };
  return messages.at(-1)?.content === question && (messages[0]?.content ?? "").slice(0, 60).includes(name);
};

test("lanes stand in the order asked for, the same specialist twice is two", async () => {
  stage.fake.script("order", { tokens: ["a ", "b"] });
  const names = ["metis", "apollo", "apollo", "athena", "apollo"];
  const started = await start("order", names);
  const lanes = ["metis-ai", "apollo-ai", "apollo-ai#2", "athena-ai", "apollo-ai#3"];
  expect(lanesOf(started)).toEqual(lanes);
  const states = new Map<string, RunState>();
  const runs = runIds(started).map((run_id) => ({ run_id, after: 0 }));
  for await (const { entries } of stage.client.watch(runs)) take(states, entries);
  expect([...states.values()].map(({ content }) => content)).toEqual(lanes.map(() => "a b"));
  expect(lanesOf(await recent(started.id))).toEqual(lanes);
});

test("one lane's failure leaves the others, and it can be asked again in its place", async () => {
  stage.fake.script("mixed", { tokens: ["fine"], tokenMs: 5 });
  stage.fake.script(toSpecialist("Athena", "mixed"), { tokens: ["x"], errorAfter: { tokens: 1, message: "broken" } });
  const started = await start("mixed", ["apollo", "athena", "metis"]);
  await vi.waitUntil(() => allEnded(started.id), { timeout: 5000 });
  const ended = await recent(started.id);
  expect(statuses(ended)).toEqual(["completed", "failed", "completed"]);
  expect(ended.lanes[1]?.run).toMatchObject({ content: "x", error: { code: "AI_UNAVAILABLE" } });

  stage.fake.script(toSpecialist("Athena", "mixed"), { tokens: ["men", "ded"], tokenMs: 500 });
  // In one process and one turn of its loop, so that all of them look before any of them writes.
  const lane = { id: started.id, laneId: "athena-ai", requestId: "req_retry" };
  const retries = await Promise.allSettled(
    Array.from({ length: 5 }, () => retryLane(stage.test.hub.team, localActor, lane)),
  );
  expect(retries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await vi.waitUntil(() => allEnded(started.id), { timeout: 5000 });
  const mended = await recent(started.id);
  expect(lanesOf(mended)).toEqual(["apollo-ai", "athena-ai", "metis-ai"]);
  expect(statuses(mended)).toEqual(["completed", "completed", "completed"]);
  expect(mended.lanes[1]?.run.content).toBe("mended");
  expect(runIds(mended)[0]).toBe(runIds(started)[0]);
});

test("one lane or all can be stopped", async () => {
  stage.fake.script("stop lanes", { tokens: ["x"], stallAfter: { tokens: 1 } });
  const started = await start("stop lanes", ["apollo", "athena", "metis", "numa"]);
  await stage.client.call("runs.cancel", { run_id: runIds(started)[1] });
  expect(statuses(await recent(started.id))).toEqual(["running", "cancelled", "running", "running"]);
  const stopped = await stage.client.call<BroadcastView>("team.cancel", { broadcast_id: started.id });
  expect(statuses(stopped)).toEqual(["cancelled", "cancelled", "cancelled", "cancelled"]);
  await vi.waitUntil(() => stage.fake.active === 0, { timeout: 5000 });
});

describe("a specialist whose provider is down", () => {
  beforeAll(() => {
    const pinned = stage.test.hub.specialists.all().find(({ id }) => id === "penia-ai");
    Object.assign(pinned ?? {}, { provider: "openai" });
  });

  test("fails alone, and at once", async () => {
    stage.fake.script("who is there", { tokens: ["here"] });
    const started = await start("who is there", ["apollo", "penia", "athena"]);
    await vi.waitUntil(() => allEnded(started.id), { timeout: 5000 });
    const ended = await recent(started.id);
    expect(statuses(ended)).toEqual(["completed", "failed", "completed"]);
    expect(ended.lanes[1]?.run.error?.code).toBe("AI_UNAVAILABLE");
  });

  test("alone it is a refusal, and nothing is written", async () => {
    await expect(start("anyone", ["penia"])).rejects.toMatchObject({ code: "AI_UNAVAILABLE" });
    const { broadcasts } = await stage.client.query<{ broadcasts: BroadcastView[] }>("team.recent");
    expect(broadcasts.map(({ message }) => message)).not.toContain("anyone");
  });
});

test("a watcher that drops at random points and resumes by its tracked id has each event once", async () => {
  const { random, seed } = createRandom();
  const tokens = Array.from({ length: 80 }, (_, i) => `${i} `);
  stage.fake.script("resume all", { tokens, tokenMs: 8, thinking: ["hm"] });
  const started = await start("resume all", ["apollo", "apollo", "athena", "metis", "numa", "sophia"]);
  const runs = runIds(started).map((run_id) => ({ run_id, after: 0 }));
  const states = new Map<string, RunState>();
  let lastEventId: string | undefined;
  let connections = 0;
  for (let over = false; !over; ) {
    const leaving = new AbortController();
    let batches = Math.floor(random() * 12);
    connections += 1;
    over = true;
    for await (const { id, entries } of stage.client.watch(runs, {
      signal: leaving.signal,
      ...(lastEventId && { lastEventId }),
    })) {
      take(states, entries);
      lastEventId = id;
      batches -= 1;
      if (batches < 0) {
        over = false;
        break;
      }
    }
    leaving.abort();
  }
  expect(states.size).toBe(6);
  for (const state of states.values()) {
    expect(state).toMatchObject({ phase: "done", content: tokens.join(""), thinking: "hm" });
  }
  process.stdout.write(`a watcher of 6 lanes: seed ${seed}, ${connections} connections\n`);
  await vi.waitUntil(async () => (await stage.client.gauges()).tekton_run_watchers === 0, { timeout: 5000 });
});

test("a watcher of many lanes is no leak to Node", async () => {
  const warnings: string[] = [];
  const note = (warning: Error) => warnings.push(warning.name);
  process.on("warning", note);
  stage.fake.script("many lanes", { tokens: ["x"] });
  const started = await start(
    "many lanes",
    Array.from({ length: 32 }, () => "apollo"),
  );
  const states = new Map<string, RunState>();
  const runs = runIds(started).map((run_id) => ({ run_id, after: 0 }));
  for await (const { entries } of stage.client.watch(runs)) take(states, entries);
  process.off("warning", note);
  expect([...states.values()].filter(({ phase }) => phase === "done")).toHaveLength(32);
  expect(warnings).toEqual([]);
});
