/** Fills a new database from outside, as fast as SQLite takes it. */
import { open } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { applyMigrations } from "#server/db/migrate.ts";
import { toSqlite } from "#server/db/sqlite-columns.ts";

type Db = InstanceType<typeof DatabaseSync>;

const migrationsDir = join(import.meta.dirname, "../prisma/sqlite/migrations");

/**
 * Makes `<dataDir>/tekton.db`. Indexes come back when everything is in.
 * @param fill is called inside a transaction, which it may commit and begin anew
 */
export async function writeDatabase(dataDir: string, fill: (db: Db) => void): Promise<void> {
  const path = join(dataDir, "tekton.db");
  await applyMigrations({ path, migrationsDir });
  const db = new DatabaseSync(path);
  // Nobody else reads it yet, and a machine that loses power starts again.
  db.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000");
  const indexes = db
    .prepare(`SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL`)
    .all() as readonly { name: string; sql: string }[];
  for (const { name } of indexes) db.exec(`DROP INDEX "${name}"`);
  db.exec("BEGIN");
  fill(db);
  db.exec("COMMIT");
  for (const { sql } of indexes) db.exec(sql);
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  db.close();
  await settle(path);
}

/** Writes rows of one table; the first row says which columns, and all have the same. */
export function inserter<Row extends object>(db: Db, table: string): (row: Row) => void {
  let run: ((...values: unknown[]) => unknown) | undefined;
  return (row) => {
    if (!run) {
      const columns = Object.keys(row);
      const places = columns.map(() => "?").join(", ");
      const quoted = columns.map((column) => `"${column}"`).join(", ");
      const statement = db.prepare(`INSERT INTO "${table}" (${quoted}) VALUES (${places})`);
      run = statement.run.bind(statement);
    }
    run(...Object.values(row).map((value: unknown) => toSqlite(value, undefined)));
  };
}

/** Waits until it is on the disk, so that nobody's commits wait for it later. */
async function settle(path: string): Promise<void> {
  const file = await open(path, "r+");
  await file.sync();
  await file.close();
}
