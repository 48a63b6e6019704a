/** A session that is deleted is gone, whatever it was doing; one in the bin can be taken out again. */
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { RunView } from "#contract/run-view.ts";
import type { SessionList, SessionPage } from "#contract/session.ts";
import { readRunEvents } from "#e2e/hub/read-run-events.ts";
import { type Clock, systemClock } from "#server/kernel/clock.ts";
import { sweep } from "#server/sessions/sweeper.ts";
import { createRandom } from "./random.ts";
import { type Stage, startStage } from "./start-stage.ts";

let ahead = 0;
const clock: Clock = { ...systemClock, now: () => Date.now() + ahead };

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ clock, env: { TEKTON_MAX_PARALLEL: "100" } });
  stage.fake.script("hold on", { tokens: ["half an ", "answer "], stallAfter: { tokens: 2 } });
  stage.fake.defaultScript = { tokens: ["fine"] };
});
afterAll(() => stage.close());

/** A message whose answer stays half written: its stream, read up to there. */
async function holdOn(id: string) {
  const response = await stage.client.tellStream(id, "hold on");
  const events = readRunEvents(response);
  let next = await events.next();
  while (!next.done && next.value.event.type !== "content") next = await events.next();
  return { runId: response.headers.get("x-run-id") ?? "", events };
}

const upstream = () => stage.fake.requests.findLast(({ path }) => path === "/api/chat");
const gone = { code: "SESSION_NOT_FOUND", status: 404 };

describe("deleted in mid-stream", () => {
  test("the stream ends with an error, and nothing of it is found any more", async () => {
    const { id } = await stage.client.openSession({ id: "mid-stream" });
    const answered = (await stage.client.tell(id, "hello")).run_id;
    const { runId, events } = await holdOn(id);
    const waiting = stage.client.tell(id, "and then?", { if_busy: "queue" }).catch((error: unknown) => error);
    await vi.waitUntil(() => stage.test.hub.team.live.inSession(id).length === 2, { timeout: 5000 });
    expect(await stage.client.rest("DELETE", `/api/v2/sessions/${id}`)).toEqual({ status: "deleted", session_id: id });
    const rest = [];
    for await (const { event } of events) rest.push(event);
    expect(rest.at(-1)).toMatchObject({ type: "error", error: { code: "SESSION_NOT_FOUND" } });
    expect(await waiting).toMatchObject(gone);
    await vi.waitUntil(() => upstream()?.aborted, { timeout: 5000 });
    await expect(stage.client.session(id)).rejects.toMatchObject(gone);
    await expect(stage.client.tell(id, "hello?")).rejects.toMatchObject(gone);
    await expect(stage.client.rest("DELETE", `/api/v2/sessions/${id}`)).rejects.toMatchObject(gone);
    for (const run of [runId, answered]) {
      for (const path of [`/api/v2/runs/${run}`, `/api/v2/runs/${run}/stream`]) {
        await expect(stage.client.rest("GET", path), path).rejects.toMatchObject({
          code: "RUN_NOT_FOUND",
          status: 404,
        });
      }
    }
    expect(await stage.client.runs(`&session_id=${id}`)).toEqual([]);
    expect(stage.test.hub.providers.get("ollama")?.admission.running).toBe(0);
  });

  test("its id can be used again, by a session that knows nothing of it", async () => {
    const { id, message_count } = await stage.client.openSession({ id: "mid-stream" });
    expect(message_count).toBe(0);
    expect(await stage.client.tell(id, "hello")).toMatchObject({ response: "fine", context_used: 0 });
  });

  test("at 80 random moments of an answer: no row, no run and no connection stays behind", async () => {
    const { random, seed } = createRandom();
    stage.fake.script("at length", { tokens: Array.from({ length: 80 }, (_, i) => `${i} `), tokenMs: 5 });
    const ids = Array.from({ length: 80 }, (_, i) => `random-${i}`);
    await Promise.all(
      ids.map(async (id) => {
        await stage.client.openSession({ id });
        const answers = [1, 2].map((n) => stage.client.tell(id, `at length ${n}`, { if_busy: "queue" }));
        const settled = Promise.allSettled(answers);
        await new Promise((resolve) => setTimeout(resolve, random() * 900));
        await stage.client.rest("DELETE", `/api/v2/sessions/${id}`);
        await settled;
      }),
    );
    await vi.waitUntil(() => stage.fake.active === 0, { timeout: 5000 });
    const database = new DatabaseSync(join(stage.test.dataDir, "tekton.db"), { readOnly: true });
    const count = (sql: string) => (database.prepare(sql).get() as { n: number }).n;
    const rows = {
      sessions: count(`SELECT COUNT(*) AS n FROM "Session" WHERE "id" LIKE 'random-%'`),
      messages: count(`SELECT COUNT(*) AS n FROM "Message" WHERE "sessionId" LIKE 'random-%'`),
      runs: count(`SELECT COUNT(*) AS n FROM "Run" WHERE "sessionId" LIKE 'random-%'`),
      runsOfNone: count(`SELECT COUNT(*) AS n FROM "Run" WHERE "sessionId" IS NULL AND "broadcastId" IS NULL`),
    };
    database.close();
    process.stdout.write(`80 sessions deleted in mid-answer (seed ${seed}): left ${JSON.stringify(rows)}\n`);
    expect(rows).toEqual({ sessions: 0, messages: 0, runs: 0, runsOfNone: 0 });
    expect(await stage.client.gauges()).toMatchObject({ tekton_runs_active: 0, tekton_run_watchers: 0 });
    expect(stage.test.hub.providers.get("ollama")?.admission).toMatchObject({ running: 0, queued: 0 });
  });
});

describe("the bin", () => {
  const remove = (id: string) => stage.client.call("sessions.remove", { session_id: id });
  const restore = (id: string) => stage.client.call<SessionPage>("sessions.restore", { session_id: id });

  test("what is in it is nowhere to be found, and back it is as it was and goes on", async () => {
    const { id } = await stage.client.openSession({ id: "in-the-bin", title: "Binned" });
    await stage.client.tell(id, "hello");
    const { runId, events } = await holdOn(id);
    await remove(id);
    const rest = [];
    for await (const { event } of events) rest.push(event);
    expect(rest.at(-1)).toMatchObject({ type: "error", error: { code: "SESSION_NOT_FOUND" } });
    await expect(stage.client.session(id)).rejects.toMatchObject(gone);
    await expect(stage.client.tell(id, "hello?", { if_busy: "queue" })).rejects.toMatchObject(gone);
    await expect(stage.client.query("sessions.get", { session_id: id })).rejects.toMatchObject(gone);
    await expect(remove(id)).rejects.toMatchObject(gone);
    const listed = await stage.client.rest<SessionList>("GET", "/api/v2/sessions?q=Binned");
    expect(listed.sessions).toEqual([]);
    await expect(stage.client.rest("GET", `/api/v2/runs/${runId}`)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });

    expect(await restore(id)).toMatchObject({ id, title: "Binned", message_count: 4, busy_run_id: null });
    expect((await stage.client.session(id)).messages.map(({ role, status }) => `${role} ${status}`)).toEqual([
      "user complete",
      "assistant complete",
      "user complete",
      "assistant partial",
    ]);
    expect((await stage.client.rest<RunView>("GET", `/api/v2/runs/${runId}`)).error?.code).toBe("SESSION_NOT_FOUND");
    expect(await stage.client.tell(id, "go on")).toMatchObject({ context_used: 4, message_count: 6 });
    await expect(restore(id)).rejects.toMatchObject(gone);
  });

  test("it is emptied after ten minutes", async () => {
    const { id } = await stage.client.openSession({ id: "binned-for-good" });
    await stage.client.tell(id, "hello");
    await remove(id);
    ahead += 9 * 60_000;
    await sweep(stage.test.hub.sessions);
    await restore(id);
    await remove(id);
    ahead += 11 * 60_000;
    await sweep(stage.test.hub.sessions);
    await expect(restore(id)).rejects.toMatchObject(gone);
  });
});
