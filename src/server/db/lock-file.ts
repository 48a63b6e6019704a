/**
 * One process per database file.
 *
 * Two files stand beside the database: `<db>.guard`, on which the holder keeps a lock of the operating
 * system, and `<db>.lock`, JSON that says who holds it. Invariant: the guard decides, the JSON informs.
 * The system drops the lock with its process, however that dies, so there is nothing stale to judge and
 * no process id to mistake for another's, not even between containers that share a volume.
 */
import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync, type DatabaseSyncInstance } from "@photostructure/sqlite";
import { z } from "zod";
import { AppError } from "#server/kernel/app-error.ts";
import { createPrivately } from "./create-privately.ts";

const lockInfo = z.looseObject({ pid: z.number().int(), startedAt: z.string() });

/** What `<db>.lock` says: the holder's process id, when it took the lock (ISO 8601), and what it added. */
export type LockInfo = z.infer<typeof lockInfo>;

export interface Lock {
  /** Replaces what the holder added. */
  update(info: object): Promise<void>;
  /** Idempotent. */
  release(): Promise<void>;
}

/** A reader that only looks holds the guard for less than a millisecond; it must not turn a start away. */
const patienceMs = 250;

/** A guard that nobody refers to would be collected as garbage, and its lock with it. */
const held = new Set<DatabaseSyncInstance>();

/**
 * Takes the lock on the database at `path`; `info` must fit into JSON.
 * Throws AppError CONFLICT, which names the holder and what to do, when another has it.
 */
export async function acquireLock(path: string, info: object): Promise<Lock> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const guard = takeGuard(path, patienceMs);
  if (!guard) {
    const holder = await readInfo(path);
    throw new AppError(
      "CONFLICT",
      `${holder ? `Process ${holder.pid} (since ${holder.startedAt})` : "Another process"} already uses the database ${path}. Stop it, or give this one a data directory of its own.`,
      holder ? { pid: holder.pid } : undefined,
    );
  }

  held.add(guard);
  const file = `${path}.lock`;
  const self = { pid: process.pid, startedAt: new Date().toISOString() };
  const update = async (added: object): Promise<void> => {
    const draft = `${file}.${randomBytes(8).toString("hex")}`;
    await writeFile(draft, `${JSON.stringify({ ...self, ...added })}\n`, { mode: 0o600, flag: "wx" });
    await rename(draft, file);
  };
  const release = async (): Promise<void> => {
    if (!held.delete(guard)) return;
    try {
      await unlink(file);
    } finally {
      guard.close();
    }
  };
  await update(info).catch((error: unknown) => {
    held.delete(guard);
    guard.close();
    throw error;
  });
  return { update, release };
}

/** Who holds the database at `path` now; null when nobody does. Throws what reading the files throws. */
export async function readLock(path: string): Promise<LockInfo | null> {
  const info = await readInfo(path);
  if (!info) return null;
  const guard = takeGuard(path, 0);
  guard?.close();
  return guard ? null : info;
}

/** The open guard; null when another has it. */
function takeGuard(path: string, timeout: number): DatabaseSyncInstance | null {
  const file = `${path}.guard`;
  createPrivately(file);
  const guard = new DatabaseSync(file, { timeout });
  try {
    guard.exec("BEGIN EXCLUSIVE");
    return guard;
  } catch (error) {
    guard.close();
    if (error instanceof Error && error.message.includes("locked")) return null;
    throw error;
  }
}

async function readInfo(path: string): Promise<LockInfo | null> {
  const text = await readFile(`${path}.lock`, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "null";
    throw error;
  });
  try {
    return lockInfo.nullable().parse(JSON.parse(text));
  } catch {
    return null;
  }
}
