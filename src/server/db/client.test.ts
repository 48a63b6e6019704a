import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, it } from "vitest";
import { openDatabase } from "./client.ts";
import { migrationsDir, openTestDatabase } from "./open-test-database.ts";

it("is sound when new, and every statement after close fails", async () => {
  const db = await openTestDatabase();
  expect(await db.integrity()).toBe(true);
  expect(await db.prisma.$queryRaw`PRAGMA synchronous`).toEqual([{ synchronous: 2n }]);
  await db.close();
  await db.close();
  await expect(db.prisma.token.count()).rejects.toThrow("closed");
});

it("notices a reference to nothing", async () => {
  const db = await openTestDatabase();
  const foreign = new DatabaseSync(db.path);
  foreign.exec(
    "PRAGMA foreign_keys = OFF; INSERT INTO Message (id, sessionId, ownerId, position, role, createdAt) VALUES ('m', 'none', 'local', 1, 'user', 0)",
  );
  foreign.close();
  expect(await db.integrity()).toBe(false);
  await db.close();
});

it("an open transaction is rolled back by close", async () => {
  const db = await openTestDatabase();
  const open = new EventEmitter();
  const opened = once(open, "open");
  const work = db.prisma.$transaction(async (tx) => {
    await tx.token.create({ data: { id: "t", name: "n", role: "r", hash: "h", createdAt: new Date() } });
    open.emit("open");
    await once(open, "never");
  });
  work.catch(() => {});
  await opened;
  await db.prisma.$disconnect();
  expect(await db.prisma.token.count()).toBe(0);
  await db.close();
});

it("kill -9 at 24 random moments loses no acknowledged row, splits no transaction and leaves a sound file", async () => {
  const db = await openTestDatabase();
  await db.prisma.$disconnect();
  const acknowledged: string[] = [];
  let delay = 1;
  for (let kill = 0; kill < 24; kill++) {
    const writer = join(import.meta.dirname, "write-until-killed.fixture.ts");
    const child = spawn(process.execPath, ["--import", "tsx", writer, db.path, `${kill}`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface({ input: child.stdout });
    lines.on("line", (line) => acknowledged.push(line));
    await once(lines, "line");
    delay = (delay * 48_271) % 2_147_483_647;
    setTimeout(() => child.kill("SIGKILL"), delay % 60);
    await Promise.all([once(child, "exit"), once(lines, "close")]);
  }

  const after = await openDatabase({ path: db.path, migrationsDir });
  const stored = new Set((await after.prisma.token.findMany({ select: { id: true } })).map(({ id }) => id));
  expect(acknowledged.length).toBeGreaterThan(72);
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  const halves = [...stored].filter((id) => id.endsWith("-left") && !stored.has(id.replace("-left", "-right")));
  expect(halves).toEqual([]);
  expect(await after.integrity()).toBe(true);
  await after.close();
  await db.close();
}, 180_000);
