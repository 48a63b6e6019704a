/**
 * `npm run migration -- NAME`: writes the migration that leads from the existing ones to schema.prisma.
 *
 * The existing migrations are replayed into an in-memory database; no other database is needed.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { diffMigrations } from "#server/db/schema-engine.ts";
import { createSqliteAdapterFactory } from "#server/db/sqlite-adapter.ts";

const prismaDir = join(import.meta.dirname, "..", "prisma");
const migrationsDir = join(prismaDir, "sqlite", "migrations");

const [name] = process.argv.slice(2);
if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
  process.stderr.write("Usage: npm run migration -- NAME (lower case letters, digits and _)\n");
  process.exit(2);
}

await mkdir(migrationsDir, { recursive: true });
await writeFile(join(migrationsDir, "migration_lock.toml"), 'provider = "sqlite"\n');
const schema = await readFile(join(prismaDir, "schema.prisma"), "utf8");
const sql = await diffMigrations(migrationsDir, schema, createSqliteAdapterFactory({ path: ":memory:" }));
if (sql === null) {
  process.stdout.write("The migrations already lead to schema.prisma; nothing to write.\n");
} else {
  const timestamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join(migrationsDir, `${timestamp}_${name}`);
  await mkdir(folder);
  await writeFile(join(folder, "migration.sql"), sql);
  process.stdout.write(`Wrote ${folder}\n`);
}
