/**
 * A child process for tests: writes to the database named by its argument until it is killed, alone and in
 * transactions, and names every row on its standard output once its write is acknowledged.
 */
import { openDatabase } from "./client.ts";
import { acquireLock } from "./lock-file.ts";
import { migrationsDir } from "./open-test-database.ts";

const [path = "", prefix = ""] = process.argv.slice(2);
await acquireLock(path, {});
const { prisma } = await openDatabase({ path, migrationsDir });
const row = (id: string) => ({ id, name: "n", role: "r", hash: id, createdAt: new Date() });

for (let n = 0; ; n++) {
  const [alone, left, right] = [`${prefix}-${n}`, `${prefix}-${n}-left`, `${prefix}-${n}-right`];
  await prisma.token.create({ data: row(alone) });
  process.stdout.write(`${alone}\n`);
  await prisma.$transaction([left, right].map((id) => prisma.token.create({ data: row(id) })));
  process.stdout.write(`${left}\n${right}\n`);
}
