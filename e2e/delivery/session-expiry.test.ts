/** How long a session lives: until nobody has used it for as long as it was given. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SessionDocument, SessionList, SessionView } from "#contract/session.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { startTestHub } from "#e2e/hub/start-test-hub.ts";
import { type Clock, systemClock } from "#server/kernel/clock.ts";
import { sweep } from "#server/sessions/sweeper.ts";
import { type Stage, startStage } from "./start-stage.ts";

/** The wall clock moves ahead at a test's word; timers keep their pace. */
let ahead = 0;
const clock: Clock = { ...systemClock, now: () => Date.now() + ahead };
const seconds = 1000;
const days = 86_400 * seconds;

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ clock });
  stage.fake.defaultScript = { tokens: ["fine"] };
});
afterAll(() => stage.close());

const at = (id: string, rest = "") => `/api/v2/sessions/${id}${rest}`;

test("an expired session is 410 with when it expired, whatever is wanted of it", async () => {
  const { id } = await stage.client.openSession({ ttl_seconds: 60 });
  await stage.client.tell(id, "hello");
  const { expires_at: expired_at } = await stage.client.session(id);
  const asked = stage.fake.requests.length;
  ahead += 61 * seconds;
  const gone = { code: "SESSION_EXPIRED", status: 410, details: { expired_at } };
  const { client } = stage;
  await expect(client.session(id)).rejects.toMatchObject(gone);
  await expect(client.tell(id, "still there?")).rejects.toMatchObject(gone);
  await expect(client.tell(id, "still there?", { stream: true })).rejects.toMatchObject(gone);
  await expect(client.tell(id, "still there?", { if_busy: "queue" })).rejects.toMatchObject(gone);
  await expect(client.rest("PATCH", at(id), { title: "later" })).rejects.toMatchObject(gone);
  await expect(client.rest("POST", at(id, "/clear"), {})).rejects.toMatchObject(gone);
  await expect(client.rest("POST", at(id, "/fork"), {})).rejects.toMatchObject(gone);
  await expect(client.query("sessions.get", { session_id: id })).rejects.toMatchObject(gone);
  await expect(client.sendMessage(id, "x", { client_message_id: "1" })).rejects.toMatchObject(gone);
  const v2 = await client.ask("still there?", { body: { session_id: id } });
  expect([v2.status, await v2.json()]).toMatchObject([410, { error: { code: gone.code, details: gone.details } }]);
  expect(stage.fake.requests.slice(asked).filter(({ path }) => path === "/api/chat")).toEqual([]);
  const { sessions } = await client.rest<SessionList>("GET", "/api/v2/sessions?status=expired");
  expect(sessions).toMatchObject([{ id, status: "expired", expires_at: expired_at, message_count: 2 }]);
});

test("an expired session can still be exported and deleted", async () => {
  const { id } = await stage.client.openSession({ ttl_seconds: 60 });
  await stage.client.tell(id, "hello");
  ahead += 61 * seconds;
  const { messages } = await stage.client.rest<SessionDocument>("GET", at(id, "/export"));
  expect(messages.map(({ content }) => content)).toEqual(["hello", "fine"]);
  expect(await stage.client.rest("DELETE", at(id))).toEqual({ status: "deleted", session_id: id });
  await expect(stage.client.session(id)).rejects.toMatchObject({ code: "SESSION_NOT_FOUND" });
});

test("a session that was begun by talking lives 30 days", async () => {
  await (await stage.client.post("/api/chat/apollo/stream", { message: "hello", context_id: "by-v1" })).text();
  await stage.client.sendMessage("by-page", "hello", {
    client_message_id: "1",
    begin: { specialist_id: "apollo-ai", shared: false },
  });
  for (const id of ["by-v1", "by-page"]) expect((await stage.client.session(id)).ttl_seconds).toBe(30 * 86_400);
});

describe("every use pushes the end out:", () => {
  test.each<[string, (id: string) => Promise<unknown>]>([
    ["a message", (id) => stage.client.tell(id, "hello")],
    [
      "a message over tRPC",
      async (id) => {
        const { run } = await stage.client.sendMessage(id, "hello", { client_message_id: "1" });
        return stage.client.ended(run.id);
      },
    ],
    ["reading", (id) => stage.client.session(id)],
    ["reading over tRPC", (id) => stage.client.query("sessions.get", { session_id: id })],
    ["a change", (id) => stage.client.rest("PATCH", at(id), { title: "Kept" })],
  ])("%s", async (_, use) => {
    const { id, expires_at } = await stage.client.openSession({ ttl_seconds: 60 });
    ahead += 50 * seconds;
    await use(id);
    ahead += 50 * seconds;
    const kept = await stage.client.session(id);
    expect(Date.parse(kept.expires_at) - Date.parse(expires_at)).toBeGreaterThanOrEqual(100 * seconds);
    ahead += 61 * seconds;
    await expect(stage.client.session(id)).rejects.toMatchObject({ code: "SESSION_EXPIRED" });
  });

  test("and a list is no use of what it lists", async () => {
    const { id } = await stage.client.openSession({ ttl_seconds: 60 });
    ahead += 50 * seconds;
    await stage.client.rest("GET", "/api/v2/sessions");
    ahead += 50 * seconds;
    await expect(stage.client.session(id)).rejects.toMatchObject({ code: "SESSION_EXPIRED" });
  });
});

test("a new time to live brings an expired session back with all it had", async () => {
  const { id } = await stage.client.openSession({ ttl_seconds: 60, title: "Once" });
  await stage.client.tell(id, "hello");
  ahead += 3600 * seconds;
  await expect(stage.client.session(id)).rejects.toMatchObject({ code: "SESSION_EXPIRED" });
  const back = await stage.client.rest<SessionView>("PATCH", at(id), { ttl_seconds: 120 });
  expect(back).toMatchObject({ id, status: "active", ttl_seconds: 120, title: "Once", message_count: 2 });
  expect(Date.parse(back.expires_at)).toBeGreaterThan(clock.now() + 110 * seconds);
  expect(await stage.client.tell(id, "and on")).toMatchObject({ context_used: 2, message_count: 4 });
});

test("what expired more than 30 days ago is swept away with its runs, and nothing else is", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "tekton-sweep-"));
  const provider = { TEKTON_PROVIDER: "demo" };
  const first = await startTestHub({ dataDir, env: provider });
  const before = new HubClient(first.url);
  const lives: Record<string, number> = { swept: 60, "expired-29-days": 86_400, alive: 60 * 86_400 };
  const runs: Record<string, string> = {};
  for (const [id, ttl_seconds] of Object.entries(lives)) {
    await before.openSession({ id, ttl_seconds });
    runs[id] = (await before.tell(id, "hello")).run_id;
  }
  const lone = (await before.ask("outside of any")).headers.get("x-run-id") ?? "";
  await before.ended(lone);
  await first.close();

  let later = 30 * days + 50 * seconds;
  const hub = await startTestHub({ dataDir, env: provider, clock: { ...systemClock, now: () => Date.now() + later } });
  const client = new HubClient(hub.url);
  await expect(client.session("swept"), "50 s short of 30 days").rejects.toMatchObject({ code: "SESSION_EXPIRED" });
  later = 30 * days + 120 * seconds;
  expect(await sweep(hub.hub.sessions)).toBe(1);
  await expect(client.session("swept")).rejects.toMatchObject({ code: "SESSION_NOT_FOUND" });
  await expect(client.rest("GET", `/api/v2/runs/${runs.swept}`)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  await expect(client.session("expired-29-days")).rejects.toMatchObject({ code: "SESSION_EXPIRED" });
  expect((await client.session("alive")).messages).toHaveLength(2);
  for (const id of [runs["expired-29-days"], runs.alive, lone]) {
    expect((await client.run(id ?? "")).status).toBe("completed");
  }
  await client.rest("PATCH", at("expired-29-days"), { ttl_seconds: 60 });
  expect((await client.session("expired-29-days")).messages).toHaveLength(2);
  await hub.close();
  await rm(dataDir, { recursive: true });
});
