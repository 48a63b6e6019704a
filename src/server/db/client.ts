/**
 * The one database client of a process.
 *
 * Owns opening in the right order (migrate, then connect) and closing for good. The caller holds the
 * lock file before it opens and until it has closed. Errors of statements are Prisma's own.
 */
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { AppError } from "#server/kernel/app-error.ts";
import { PrismaClient } from "./generated/client.ts";
import { applyMigrations } from "./migrate.ts";
import { createSqliteAdapterFactory } from "./sqlite-adapter.ts";

export interface Database {
  readonly prisma: PrismaClient;
  /** Rolls open transactions back; afterwards every statement fails. Idempotent. */
  close(): Promise<void>;
  /** Whether SQLite finds file and foreign keys sound. Reads the whole file. */
  integrity(): Promise<boolean>;
}

/** Transactions queue for one connection: they may wait long, but must be short. */
const transactionOptions = { maxWait: 10_000, timeout: 5_000 };

/** Throws AppError INTERNAL when the file cannot be opened, migrated or trusted. */
export async function openDatabase({
  path,
  migrationsDir,
}: {
  path: string;
  migrationsDir: string;
}): Promise<Database> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await applyMigrations({ path, migrationsDir });

  let closing: Promise<void> | undefined;
  const factory = createSqliteAdapterFactory({ path });
  const adapter = {
    ...factory,
    // Prisma connects again at the next statement, when the lock on the file may be another process's.
    connect: async () => {
      if (closing) throw new AppError("INTERNAL", "The database is closed.");
      return factory.connect();
    },
  };
  const prisma = new PrismaClient({ adapter, log: [], errorFormat: "minimal", transactionOptions });
  await prisma.$connect();

  return {
    prisma,
    close: () => (closing ??= prisma.$disconnect()),
    async integrity() {
      const [result] = await prisma.$queryRaw<Array<{ integrity_check: string }>>`PRAGMA integrity_check(1)`;
      const orphans = await prisma.$queryRaw<unknown[]>`PRAGMA foreign_key_check`;
      return result?.integrity_check === "ok" && orphans.length === 0;
    },
  };
}
