/** What is measured must be what the hub itself would have written. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runView } from "#contract/run-view.ts";
import { type SessionPage, sessionPage, sessionView } from "#contract/session.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { openTestDatabase } from "#server/db/open-test-database.ts";
import { seedDatabase } from "./seed-database.ts";
import { seededRandom } from "./seeded-random.ts";

const size = { sessions: 3, turnsEach: 12 };
let dataDir: string;
let ids: readonly string[];
let hub: TestHub;
let client: HubClient;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "tekton-seed-"));
  ids = await seedDatabase(dataDir, size, seededRandom(1));
  hub = await startTestHub({ dataDir, env: { TEKTON_PROVIDER: "demo" } });
  client = new HubClient(hub.url);
});
afterAll(async () => {
  await hub.close();
  await rm(dataDir, { recursive: true, force: true });
});

const page = async (id: string): Promise<SessionPage> =>
  sessionPage.parse(await (await fetch(`${hub.url}/api/v2/sessions/${id}?limit=200`)).json());

test("a hub reads every session, with all its texts", async () => {
  expect(ids).toHaveLength(size.sessions);
  for (const id of ids) {
    const { messages, ...session } = await page(id);
    expect(session).toMatchObject({ status: "active", message_count: 24, busy_run_id: null, next_cursor: null });
    expect(session.title).toMatch(/\w/);
    expect(messages.map(({ role }) => role)).toEqual(Array.from({ length: 12 }, () => ["user", "assistant"]).flat());
    for (const { content, status } of messages) {
      expect(content.length).toBeGreaterThan(100);
      expect(status).toBe("complete");
    }
    const answer = messages[1];
    const run = runView.parse(await (await fetch(`${hub.url}/api/v2/runs/${answer?.run_id}`)).json());
    expect(run.content).toBe(answer?.content);
  }
});

test("a conversation goes on where it was left, its window full", async () => {
  const id = ids[0] ?? "";
  const answer = await client.post(`/api/v2/sessions/${id}/message`, { message: "go on" });
  expect(await answer.json()).toMatchObject({ session_id: id, message_count: 26, context_used: 20 });
});

test("the rows have values where a hub's own have them, and the schema is whole", async () => {
  const made = await client.post("/api/v2/sessions", { specialist_id: "apollo", ttl_seconds: 60 });
  const { id } = sessionView.parse(await made.json());
  await client.post(`/api/v2/sessions/${id}/message`, { message: "hello" });
  const db = new DatabaseSync(join(dataDir, "tekton.db"), { readOnly: true });
  const filled = (table: string, sessionId: string, where = "") => {
    const key = table === "Session" ? "id" : "sessionId";
    const row = db.prepare(`SELECT * FROM "${table}" WHERE "${key}" = ? ${where}`).get(sessionId);
    return Object.entries(row).map(([column, value]) => [column, value === null ? null : typeof value]);
  };
  const seeded = ids[1] ?? "";
  expect(filled("Session", seeded)).toEqual(filled("Session", id));
  expect(filled("Run", seeded)).toEqual(filled("Run", id));
  for (const role of ["user", "assistant"]) {
    const where = `AND "role" = '${role}'`;
    expect(filled("Message", seeded, where)).toEqual(filled("Message", id, where));
  }
  const schema = `SELECT name, sql FROM sqlite_master ORDER BY name`;
  const fresh = await openTestDatabase();
  expect(db.prepare(schema).all()).toEqual(await fresh.prisma.$queryRawUnsafe(schema));
  expect(db.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  expect(db.prepare("PRAGMA foreign_key_check").all()).toEqual([]);
  db.close();
  await fresh.close();
});
