/**
 * Brings a database file to the schema this version needs, at start, in this process.
 *
 * Owns nothing but the order: Prisma's engine does the work and keeps its own `_prisma_migrations`
 * bookkeeping. Invariant: what is applied is never applied again, and nothing starts after a failure.
 */
import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { AppError } from "#server/kernel/app-error.ts";
import { listMigrations, openSchemaEngine } from "./schema-engine.ts";
import { createSqliteAdapterFactory } from "./sqlite-adapter.ts";

/**
 * Applies what is pending, and returns the names of what it applied, oldest first.
 * Throws AppError INTERNAL that says which migration failed, why, and what to do.
 */
export async function applyMigrations({
  path,
  migrationsDir,
}: {
  path: string;
  migrationsDir: string;
}): Promise<string[]> {
  const factory = createSqliteAdapterFactory({ path });
  // The engine hides what opening throws, so open before it does.
  const adapter = await factory.connect();
  try {
    const engine = await openSchemaEngine({ ...factory, connect: async () => withoutFileLock(adapter) });
    try {
      const migrationsList = await listMigrations(migrationsDir);
      const filters = { externalTables: [], externalEnums: [] };
      return (await engine.applyMigrations({ migrationsList, filters })).appliedMigrationNames;
    } finally {
      engine.free();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError(
      "INTERNAL",
      `The database ${path} could not be brought up to date; restore it from a backup or start with an empty one. ${reason}`,
      undefined,
      error,
    );
  } finally {
    await adapter.dispose();
  }
}

/**
 * The engine locks the file for its connection alone. The driver would keep that lock after closing,
 * until its statements are collected as garbage; and the lock file already keeps other processes away.
 */
const withoutFileLock = (adapter: SqlDriverAdapter): SqlDriverAdapter => ({
  provider: adapter.provider,
  adapterName: adapter.adapterName,
  queryRaw: (query) => adapter.queryRaw(query),
  executeRaw: async (query) => (/\blocking_mode\b/.test(query.sql) ? 0 : adapter.executeRaw(query)),
  executeScript: (script) => adapter.executeScript(script),
  startTransaction: (isolationLevel) => adapter.startTransaction(isolationLevel),
  dispose: () => adapter.dispose(),
});
