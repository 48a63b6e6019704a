/**
 * `npm run keys`: which keys stored text is sealed with, and a new one for all of it. Works on the
 * database itself, so the hub must be stopped.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { PrismaClient } from "#server/db/generated/client.ts";
import { createKey, formatKey, type Keyring, keyFilePath, loadKeyring, replaceKeyFile } from "#server/db/keyring.ts";
import { acquireLock } from "#server/db/lock-file.ts";
import { type Env, EnvError, readEnv } from "#server/env.ts";
import { isAppError } from "#server/kernel/app-error.ts";
import { prepare, root } from "./prepare.ts";

// These need the generated client.
await prepare("client");
const { openDatabase } = await import("#server/db/client.ts");
const { compact, countByKey, reseal } = await import("#server/db/reseal.ts");

const usage = `Usage:
  npm run keys -- status   how much is sealed with which key
  npm run keys -- rotate   makes a new key, seals everything with it and drops the older ones
  npm run keys -- new      prints a new key, for TEKTON_ENCRYPTION_KEY

Stop the hub first. An interrupted rotate goes on when it is started again.`;

interface Store {
  readonly env: Env;
  readonly prisma: PrismaClient;
  readonly keyring: Keyring;
}

async function withStore<T>(use: (store: Store) => Promise<T>): Promise<T> {
  const env = readEnv(process.env);
  if (!existsSync(env.databasePath)) throw new EnvError(`There is no database at ${env.databasePath}.`);
  const lock = await acquireLock(env.databasePath, {});
  try {
    const keyring = await loadKeyring({ dataDir: env.dataDir, ...(env.encryptionKey && { env: env.encryptionKey }) });
    const database = await openDatabase({
      path: env.databasePath,
      migrationsDir: join(root, "prisma/sqlite/migrations"),
    });
    try {
      return await use({ env, prisma: database.prisma, keyring });
    } finally {
      await database.close();
    }
  } finally {
    await lock.release();
  }
}

const say = (text: string) => process.stdout.write(`${text}\n`);
const count = (n: number) => n.toLocaleString("en");
const texts = (n: number) => `${count(n)} ${n === 1 ? "text" : "texts"}`;
const list = (keys: readonly { readonly id: string }[]) => keys.map(({ id }) => id).join(", ");

async function status({ prisma, keyring }: Store): Promise<void> {
  const uses = await countByKey(prisma);
  const place = (keyId: string | null) =>
    uses
      .filter((use) => use.keyId === keyId)
      .map((use) => `\n  ${`${use.table}.${use.column}`.padEnd(20)} ${count(use.texts)}`)
      .join("");
  const sum = (keyId: string | null) => uses.reduce((total, use) => total + (use.keyId === keyId ? use.texts : 0), 0);
  const known = keyring.map(({ id }) => id);
  const unknown = [...new Set(uses.map(({ keyId }) => keyId))].filter((id) => id === null || !known.includes(id));
  known.forEach((id, index) => {
    say(`${id} (${index === 0 ? "newest" : "older"}): ${texts(sum(id))}${place(id)}`);
  });
  for (const id of unknown) {
    say(
      `${id === null ? "Not in the form of sealed text" : `${id} (no such key here)`}: ${texts(sum(id))}${place(id)}`,
    );
  }
}

/** The keyring to seal with: that of an unfinished rotation, or one with a key made now. */
async function keysToSealWith({ env, keyring }: Store): Promise<Keyring> {
  const [newest, ...older] = keyring;
  if (env.encryptionKey) {
    if (older.length === 0) {
      throw new EnvError(
        `TEKTON_ENCRYPTION_KEY has one key only, ${newest.id}. Make another ("npm run keys -- new"), put it first, a comma after it, keep the present one behind it, and run this again.`,
      );
    }
    say(`Sealing with ${newest.id}, the first key of TEKTON_ENCRYPTION_KEY.`);
    return keyring;
  }
  if (older.length > 0) {
    say(`An earlier rotation did not finish: going on with key ${newest.id}.`);
    return keyring;
  }
  const key = createKey();
  // On the disk before anything is sealed with it.
  await replaceKeyFile(env.dataDir, [key, newest]);
  say(`Made key ${key.id}; the older one is ${newest.id}.`);
  return [key, newest];
}

/** The exit code: 1 when a text could not be read. */
async function rotate(store: Store): Promise<number> {
  const { env, prisma } = store;
  const [newest, ...older] = await keysToSealWith(store);
  const leftOver = async () =>
    (await countByKey(prisma)).reduce((n, use) => n + (use.keyId === newest.id ? 0 : use.texts), 0);
  const total = await leftOver();
  let done = 0;
  const { resealed, unreadable } = await reseal(prisma, [newest, ...older], (changed) => {
    done += changed;
    process.stderr.write(`${count(done)} of ${count(total)}${process.stderr.isTTY ? "\r" : "\n"}`);
  });
  // Before the older keys go: when this is cut short, they are still there to say that it is not over.
  await compact(prisma);
  const left = await leftOver();
  say(`${texts(resealed)} re-sealed, ${count(left)} left on older keys.`);
  if (left > 0) {
    say(`Cannot be read, left as they are: ${texts(unreadable.length)}.`);
    for (const { table, row, column } of unreadable) say(`  ${table} ${row} ${column}`);
    say(
      `The older keys stay (${list(older)}). Bring these rows back from a backup or delete them, then run this again.`,
    );
    return 1;
  }
  if (env.encryptionKey) {
    say(`These may be taken out of TEKTON_ENCRYPTION_KEY: ${list(older)}.`);
  } else {
    await replaceKeyFile(env.dataDir, [newest]);
    say(`${keyFilePath(env.dataDir)} has key ${newest.id} alone: back it up, and remove older copies of it.`);
  }
  return 0;
}

async function main(): Promise<number> {
  const { positionals } = parseArgs({ allowPositionals: true, options: {} });
  const [command, ...rest] = positionals;
  if (rest.length > 0 || !["status", "rotate", "new"].includes(command ?? "")) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  if (command === "new") {
    say(formatKey(createKey()));
    return 0;
  }
  if (command === "rotate") return await withStore(rotate);
  await withStore(status);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  const misused = (error as { code?: string }).code?.startsWith("ERR_PARSE") ?? false;
  const known = misused || error instanceof EnvError || isAppError(error);
  process.stderr.write(`${known ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
  process.exitCode = misused ? 2 : 1;
}
