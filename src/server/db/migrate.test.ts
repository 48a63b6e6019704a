import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { applyMigrations } from "./migrate.ts";
import { migrationsDir } from "./open-test-database.ts";
import { diffMigrations, listMigrations } from "./schema-engine.ts";
import { createSqliteAdapterFactory } from "./sqlite-adapter.ts";

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tekton-migrate-"));
  path = join(dir, "tekton.db");
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const names = async (from: string) => (await listMigrations(from)).migrationDirectories.map((each) => each.path);

it("the migrations lead to exactly what schema.prisma says", async () => {
  const schema = await readFile(resolve(migrationsDir, "..", "..", "schema.prisma"), "utf8");
  expect(await diffMigrations(migrationsDir, schema, createSqliteAdapterFactory({ path: ":memory:" }))).toBeNull();
});

it("a schema ahead of the migrations is noticed", async () => {
  const schema = await readFile(resolve(migrationsDir, "..", "..", "schema.prisma"), "utf8");
  const ahead = schema.replace("model Token {", "model Token {\n  note String?");
  const sql = await diffMigrations(migrationsDir, ahead, createSqliteAdapterFactory({ path: ":memory:" }));
  expect(sql).toContain('ALTER TABLE "Token" ADD COLUMN "note" TEXT');
});

it("applies everything once, to a file that only its owner can read", async () => {
  expect(await applyMigrations({ path, migrationsDir })).toEqual(await names(migrationsDir));
  expect(await applyMigrations({ path, migrationsDir })).toEqual([]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it("applies what is new to a database in use, and keeps its rows", async () => {
  await applyMigrations({ path, migrationsDir });
  const before = new DatabaseSync(path);
  before.exec("INSERT INTO Token VALUES ('t', 'n', 'r', 'h', '2026-01-01', NULL)");
  before.close();

  const newer = join(dir, "migrations");
  await cp(migrationsDir, newer, { recursive: true });
  await addMigration(newer, "29990101000000_note", "ALTER TABLE Token ADD COLUMN note TEXT NOT NULL DEFAULT 'none';");
  expect(await applyMigrations({ path, migrationsDir: newer })).toEqual(["29990101000000_note"]);

  const after = new DatabaseSync(path);
  expect(after.prepare("SELECT id, note FROM Token").all()).toEqual([{ id: "t", note: "none" }]);
});

it("a migration that fails names itself, the reason and what to do, and is not forgotten", async () => {
  const broken = join(dir, "migrations");
  await cp(migrationsDir, broken, { recursive: true });
  await addMigration(broken, "29990101000000_broken", "CREATE TABLE Fine (a); CREATE TABLE Token (b);");
  const failure = { code: "INTERNAL", message: expect.stringContaining("29990101000000_broken") };
  const first = await applyMigrations({ path, migrationsDir: broken }).catch((error: unknown) => error);
  expect(first).toMatchObject(failure);
  expect(first).toMatchObject({ message: expect.stringMatching(/table "?Token"? already exists/) });
  expect(first).toMatchObject({ message: expect.stringContaining("restore it from a backup") });
  await expect(applyMigrations({ path, migrationsDir: broken })).rejects.toMatchObject(failure);
});

it("says what is wrong with a file that is no database", async () => {
  await writeFile(path, "not a database, but long enough to have a header of one hundred bytes ".repeat(4));
  await expect(applyMigrations({ path, migrationsDir })).rejects.toMatchObject({
    code: "INTERNAL",
    message: expect.stringMatching(/tekton\.db cannot be opened: file is not a database/),
  });
});

async function addMigration(to: string, name: string, sql: string): Promise<void> {
  await mkdir(join(to, name));
  await writeFile(join(to, name, "migration.sql"), sql);
}
