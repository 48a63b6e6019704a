/** What the migration to an editable registry makes of runs that were there before it. */
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, it } from "vitest";
import { openDatabase } from "./client.ts";
import { applyMigrations } from "./migrate.ts";
import { migrationsDir } from "./open-test-database.ts";

it("sums the runs there are by day, and takes nothing from them or their messages", async () => {
  const dir = await mkdtemp(join(tmpdir(), "tekton-migrate-"));
  const path = join(dir, "tekton.db");
  const earlier = join(dir, "migrations");
  for (const name of (await readdir(migrationsDir)).filter((name) => !name.endsWith("_registry"))) {
    await cp(join(migrationsDir, name), join(earlier, name), { recursive: true });
  }
  await applyMigrations({ path, migrationsDir: earlier });
  const before = new DatabaseSync(path);
  const run = (id: string, status: string, endedAt: string | null, durationMs: number | null, firstMs: number | null) =>
    before
      .prepare(
        `INSERT INTO Run (id, ownerId, specialistId, provider, model, status, requestId, routedBy, routedReason, prompt, sessionId, createdAt, endedAt, durationMs, firstTokenMs)
        VALUES (?, 'ada', 'apollo-ai', 'demo', 'demo', ?, 'q', 'name', 'named apollo-ai', 'p', 's', '2026-01-01', ?, ?, ?)`,
      )
      .run(id, status, endedAt, durationMs, firstMs);
  before.exec(`
    INSERT INTO Session (id, ownerId, specialistId, createdAt, lastActivityAt, expiresAt)
      VALUES ('s', 'ada', 'apollo-ai', '2026-01-01', '2026-01-01', '2026-02-01');
  `);
  run("a", "completed", "2026-01-01T23:59:59.999+00:00", 1000, 100);
  run("b", "completed", "2026-01-01T00:00:00.000+00:00", 3000, null);
  run("c", "failed", "2026-01-01T12:00:00.000+00:00", 9000, 500);
  run("d", "cancelled", "2026-01-01T12:00:00.000+00:00", 9000, 500);
  run("e", "completed", "2026-01-02T00:00:00.000+00:00", 10, 1);
  run("f", "running", null, null, null);
  before.exec(`
    INSERT INTO Message (id, sessionId, ownerId, position, role, specialistId, runId, createdAt)
      VALUES ('m', 's', 'ada', 1, 'assistant', 'apollo-ai', 'a', '2026-01-01');
  `);
  before.close();

  const { prisma, close } = await openDatabase({ path, migrationsDir });
  try {
    const day = Date.parse("2026-01-01T00:00:00Z") / 86_400_000;
    const of = { specialistId: "apollo-ai", capability: "", up: 0, down: 0 };
    expect(await prisma.runDay.findMany({ orderBy: { day: "asc" } })).toEqual([
      { ...of, day, completed: 2, failed: 1, durationMs: 4000, firstTokenMs: 100, firstTokens: 1 },
      { ...of, day: day + 1, completed: 1, failed: 0, durationMs: 10, firstTokenMs: 1, firstTokens: 1 },
    ]);
    expect(await prisma.run.count()).toBe(6);
    expect(await prisma.run.findUnique({ where: { id: "a" } })).toMatchObject({
      routedReason: "named apollo-ai",
      reason: null,
      capability: null,
      dryRun: false,
      rating: null,
    });
    expect((await prisma.message.findFirst())?.runId).toBe("a");
  } finally {
    await close();
    await rm(dir, { recursive: true, force: true });
  }
});
