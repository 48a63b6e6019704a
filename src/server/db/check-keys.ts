/**
 * Whether the keys at hand are those that the stored text is sealed with; asked at each start.
 *
 * Looks at a few rows at both ends of each table instead of reading all: a key that is gone is missed
 * by everything written in its time. A single row that names an unknown key is damaged or was put
 * there, and does not keep the hub from starting; unless no row at all is under a key of ours.
 */
import { AppError } from "#server/kernel/app-error.ts";
import type { PrismaClient } from "./generated/client.ts";
import type { Keyring } from "./keyring.ts";
import { headChars, keyIdOf, sealedColumns, sqlNames } from "./sealed-columns.ts";

const rowsAtEachEnd = 8;

/** Throws AppError INTERNAL that names the missing key and says what to do. */
export async function checkKeys(prisma: PrismaClient, keyring: Keyring): Promise<void> {
  const rowsOf = new Map<string, Set<string>>();
  for (const place of sealedColumns) {
    const { table, column } = sqlNames(place);
    const texts = await prisma.$queryRaw<{ id: string; head: string }[]>`
      SELECT "id", substr("sealed", 1, ${headChars}) AS "head" FROM (
        SELECT * FROM (SELECT "id", ${column} AS "sealed" FROM ${table} ORDER BY "id" DESC LIMIT ${rowsAtEachEnd})
        UNION SELECT * FROM (SELECT "id", ${column} FROM ${table} ORDER BY "id" LIMIT ${rowsAtEachEnd})
      ) WHERE "sealed" IS NOT NULL`;
    for (const { id, head } of texts) {
      const keyId = keyIdOf(head);
      if (keyId === null) continue;
      const rows = rowsOf.get(keyId) ?? new Set();
      rowsOf.set(keyId, rows.add(`${place.table} ${id}`));
    }
  }

  const known = keyring.filter(({ id }) => rowsOf.delete(id)).length > 0;
  const missing = [...rowsOf].filter(([, rows]) => rows.size > 1 || !known).map(([keyId]) => keyId);
  if (missing.length === 0) return;
  throw new AppError(
    "INTERNAL",
    `What is stored is sealed with ${missing.length > 1 ? "keys that are" : "a key that is"} not here: ${missing.join(", ")} (here: ${keyring.map(({ id }) => id).join(", ")}). Put it back, from your backup of encryption.key or into TEKTON_ENCRYPTION_KEY after a comma; without it that text is lost, and only an empty data directory can be started with.`,
  );
}
