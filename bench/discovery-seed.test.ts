/** What is measured must be what the hub itself would have counted. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, test } from "vitest";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { startTestHub } from "#e2e/hub/start-test-hub.ts";
import type { FoundAis } from "#server/discovery/find-ais.ts";
import { seedRegistry } from "./discovery-seed.ts";
import { seededRandom } from "./seeded-random.ts";

test("a hub reads the registry and its figures, and they are those of the runs", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "tekton-seed-"));
  await seedRegistry(dataDir, { specialists: 20, runs: 2000 }, seededRandom(1));
  const hub = await startTestHub({ dataDir, env: { TEKTON_PROVIDER: "demo" } });
  try {
    const client = new HubClient(hub.url);
    const { ais, total } = await client.rest<FoundAis>("GET", "/api/v2/discovery/ais?status=active");
    expect(total).toBe(20);
    const db = new DatabaseSync(join(dataDir, "tekton.db"), { readOnly: true });
    const today = Math.floor(Date.now() / 86_400_000);
    const runsOf = db.prepare(`
      SELECT COUNT(*) AS "samples", AVG("status" = 'completed') AS "success_rate",
        AVG(CASE WHEN "status" = 'completed' THEN "durationMs" END) / 1000 AS "avg_response_time"
      FROM "Run" WHERE "specialistId" = ? AND "status" <> 'cancelled'
        AND unixepoch("endedAt") / 86400 > ${today - 30}`);
    for (const { id, performance } of ais) {
      const { samples, success_rate, avg_response_time } = runsOf.get(id) as Record<string, number>;
      expect([performance.samples, performance.success_rate]).toEqual([samples, success_rate]);
      expect(performance.avg_response_time).toBeCloseTo(avg_response_time ?? 0, 4);
    }
    expect(db.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
    db.close();
  } finally {
    await hub.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});
