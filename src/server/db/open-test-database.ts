/** A real, migrated database in a directory of its own, for tests. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Database, openDatabase } from "./client.ts";

export const migrationsDir = resolve(import.meta.dirname, "..", "..", "..", "prisma", "sqlite", "migrations");

/** `close` also removes the directory. */
export async function openTestDatabase(): Promise<Database & { readonly dir: string; readonly path: string }> {
  const dir = await mkdtemp(join(tmpdir(), "tekton-db-"));
  const path = join(dir, "tekton.db");
  const database = await openDatabase({ path, migrationsDir });
  return {
    ...database,
    dir,
    path,
    async close() {
      await database.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
