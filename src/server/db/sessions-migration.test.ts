/** What the migration to lasting sessions makes of conversations that were there before it. */
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, it } from "vitest";
import { openDatabase } from "./client.ts";
import { applyMigrations } from "./migrate.ts";
import { migrationsDir } from "./open-test-database.ts";

it("keeps every session, message and run, and gives them owner, addressee and 30 days", async () => {
  const dir = await mkdtemp(join(tmpdir(), "tekton-migrate-"));
  const path = join(dir, "tekton.db");
  const first = join(dir, "migrations");
  const [init = ""] = (await readdir(migrationsDir)).sort();
  await cp(join(migrationsDir, init), join(first, init), { recursive: true });
  await cp(join(migrationsDir, "migration_lock.toml"), join(first, "migration_lock.toml"));
  await applyMigrations({ path, migrationsDir: first });
  const before = new DatabaseSync(path);
  before.exec(`
    INSERT INTO Session (id, ownerId, specialistId, createdAt, lastActivityAt)
      VALUES ('s', 'ada', 'apollo-ai', '2026-01-01T00:00:00.000+00:00', '2026-01-02T00:00:00.250+00:00');
    INSERT INTO Run (id, ownerId, specialistId, provider, model, status, requestId, routedBy, routedReason, prompt, sessionId, createdAt, endedAt)
      VALUES ('r', 'ada', 'athena-ai', 'demo', 'demo', 'completed', 'q', 'name', '', 'p', 's', '2026-01-02', '2026-01-02');
    INSERT INTO Message (id, sessionId, position, role, content, createdAt) VALUES ('m1', 's', 1, 'user', 'sealed', '2026-01-02');
    INSERT INTO Message (id, sessionId, position, role, specialistId, runId, createdAt) VALUES ('m2', 's', 2, 'assistant', 'athena-ai', 'r', '2026-01-02');
  `);
  before.close();

  const { prisma, close } = await openDatabase({ path, migrationsDir });
  try {
    expect(await prisma.run.count()).toBe(1);
    expect(await prisma.session.findMany()).toMatchObject([
      { id: "s", ttlSeconds: 2_592_000, expiresAt: new Date("2026-02-01T00:00:00.250Z"), deletedAt: null },
    ]);
    expect(await prisma.message.findMany({ orderBy: { position: "asc" } })).toMatchObject([
      { id: "m1", ownerId: "ada", specialistId: "athena-ai", content: "sealed" },
      { id: "m2", ownerId: "ada", specialistId: "athena-ai", runId: "r" },
    ]);
  } finally {
    await close();
    await rm(dir, { recursive: true, force: true });
  }
});
