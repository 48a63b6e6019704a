/** Looks at the database of a hub that is not running, as it lies on the disk. */
import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";

const twins = `SELECT "sessionId" FROM "Message" WHERE "clientMessageId" IS NOT NULL
  GROUP BY "sessionId", "clientMessageId" HAVING COUNT(*) > 1`;
const strays = `SELECT "id" FROM "Session" s WHERE (SELECT COUNT(*) FROM "Message" m WHERE m."sessionId" = s."id") % 2 = 1`;

/**
 * What is wrong with it, in words; empty for nothing. Works on a copy: opening a database after a crash
 * mends it, which is the hub's own to do.
 */
export async function checkDatabase(dataDir: string): Promise<string[]> {
  const copy = await mkdtemp(join(tmpdir(), "tekton-check-"));
  const files = (await readdir(dataDir)).filter((name) => /^tekton\.db(-wal)?$/.test(name));
  for (const name of files) await copyFile(join(dataDir, name), join(copy, name));
  const database = new DatabaseSync(join(copy, "tekton.db"));
  const rows = (sql: string) => database.prepare(sql).all();
  const integrity = (rows("PRAGMA integrity_check") as { integrity_check: string }[])
    .map((row) => row.integrity_check)
    .filter((text) => text !== "ok");
  const faults = [
    ...integrity.map((text) => `integrity: ${text}`),
    ...rows("PRAGMA foreign_key_check").map((row) => `foreign key: ${JSON.stringify(row)}`),
    ...rows(twins).map((row) => `a client_message_id twice: ${JSON.stringify(row)}`),
    ...rows(strays).map((row) => `a question without an answer's place: ${JSON.stringify(row)}`),
  ];
  database.close();
  await rm(copy, { recursive: true });
  return faults;
}
