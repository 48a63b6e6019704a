/**
 * `npm run token`: makes, lists and revokes API tokens. Speaks to the hub when one runs on this data
 * directory (the lock file beside the database says where, to its owner only), else to the database.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { TokenInfo } from "#server/access/token-store.ts";
import { acquireLock, readLock } from "#server/db/lock-file.ts";
import { EnvError, readEnv } from "#server/env.ts";
import { isAppError } from "#server/kernel/app-error.ts";
import { prepare, root } from "./prepare.ts";

// These need the generated client.
await prepare("client");
const { TokenStore } = await import("#server/access/token-store.ts");
const { openDatabase } = await import("#server/db/client.ts");

const usage = `Usage:
  npm run token -- create NAME [--role admin|user]   prints the token, once
  npm run token -- list
  npm run token -- revoke ID`;

interface Tokens {
  create(name: string, role: TokenInfo["role"]): Promise<string>;
  list(): Promise<TokenInfo[]>;
  revoke(id: string): Promise<void>;
}

/** A running hub, by the token of its lock file. */
function remoteTokens(url: string, token: string): Tokens {
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${url}/api/v2/tokens${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { error?: { message: string }; token?: string; tokens?: TokenInfo[] };
    if (answer.error) throw new EnvError(answer.error.message);
    return answer;
  };
  return {
    create: async (name, role) => (await call("POST", "", { name, role })).token ?? "",
    list: async () => (await call("GET", "")).tokens ?? [],
    revoke: async (id) => void (await call("DELETE", `/${encodeURIComponent(id)}`)),
  };
}

async function withTokens<T>(use: (tokens: Tokens) => Promise<T>): Promise<T> {
  const { databasePath } = readEnv(process.env);
  const running = z.object({ url: z.string(), token: z.string() }).safeParse(await readLock(databasePath));
  if (running.success) return use(remoteTokens(running.data.url, running.data.token));
  const lock = await acquireLock(databasePath, {});
  const database = await openDatabase({ path: databasePath, migrationsDir: join(root, "prisma/sqlite/migrations") });
  try {
    const store = new TokenStore(database.prisma);
    return await use({
      create: async (name, role) => (await store.create(name, role, Date.now())).token,
      list: () => store.list(),
      // A hub that others could reach does not start without a token, so none is needed to be left.
      revoke: (id) => store.revoke(id, Date.now(), { keepOne: false }),
    });
  } finally {
    await database.close();
    await lock.release();
  }
}

const say = (text: string) => process.stdout.write(`${text}\n`);

const row = ({ id, name, role, created_at, revoked_at }: TokenInfo) =>
  `${id}  ${role.padEnd(5)}  ${created_at}  ${revoked_at ? "revoked" : "in force"}  ${name}`;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { role: { type: "string", default: "user" } },
  });
  const [command, subject] = positionals;
  const role = z.enum(["admin", "user"]).safeParse(values.role);
  if (command === "create" && subject && role.success) {
    say(await withTokens((tokens) => tokens.create(subject, role.data)));
    process.stderr.write("Keep it: it is not shown again. From now on every request needs a token.\n");
  } else if (command === "list") {
    const list = await withTokens((tokens) => tokens.list());
    say(list.length === 0 ? "There are no tokens." : list.map(row).join("\n"));
  } else if (command === "revoke" && subject) {
    await withTokens((tokens) => tokens.revoke(subject));
    say(`${subject} is revoked.`);
  } else {
    throw new EnvError(usage);
  }
}

main().catch((error: unknown) => {
  const known =
    error instanceof EnvError || isAppError(error) || (error as { code?: string }).code?.startsWith("ERR_PARSE");
  process.stderr.write(`${known ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(1);
});
