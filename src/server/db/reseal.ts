/**
 * Brings stored text from older keys to the newest, and tells which keys it is under.
 *
 * Invariants: a text is replaced only by itself, sealed anew at its own place, and only where the old
 * one still stands; what cannot be read is left as it is. Every page of rows is one statement, so it
 * may be ended at any moment and begun again.
 */
import { isAppError } from "#server/kernel/app-error.ts";
import { createContentCodec, type Place } from "./content-codec.ts";
import { Prisma, type PrismaClient } from "./generated/client.ts";
import type { Keyring } from "./keyring.ts";
import { headChars, headOf, keyIdOf, type SealedColumn, sealedColumns, sqlNames } from "./sealed-columns.ts";

export interface KeyUse extends SealedColumn {
  /** Null: not in the format of sealed text, so its key cannot be told. */
  readonly keyId: string | null;
  readonly texts: number;
}

export interface Resealed {
  readonly resealed: number;
  /** Where text stands that no key opens: damaged, moved, or its key is not in the keyring. */
  readonly unreadable: readonly Place[];
}

interface SealedRow {
  readonly id: string;
  readonly sealed: string;
}

const pageRows = 300;
/** Of sealed text held at once, but for a single text that is longer. */
const pageChars = 8_388_608;

/** How many texts are under each key, by place, in the order of the list. Reads every row. */
export async function countByKey(prisma: PrismaClient): Promise<KeyUse[]> {
  const uses: KeyUse[] = [];
  for (const place of sealedColumns) {
    const { table, column } = sqlNames(place);
    const rows = await prisma.$queryRaw<{ head: string; texts: bigint }[]>`
      SELECT substr(${column}, 1, ${headChars}) AS "head", count(*) AS "texts"
      FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 1`;
    const texts = new Map<string | null, number>();
    for (const row of rows) {
      const keyId = keyIdOf(row.head);
      texts.set(keyId, (texts.get(keyId) ?? 0) + Number(row.texts));
    }
    uses.push(...[...texts].map(([keyId, count]) => ({ ...place, keyId, texts: count })));
  }
  return uses;
}

/** Seals everything that is not under the newest key anew. `onPage` hears how many texts a page changed. */
export async function reseal(
  prisma: PrismaClient,
  keyring: Keyring,
  onPage: (resealed: number) => void,
): Promise<Resealed> {
  const codec = createContentCodec(keyring);
  const unreadable: Place[] = [];
  let resealed = 0;
  for (const { table, column } of sealedColumns) {
    let after = "";
    for (;;) {
      const page = await readPage(prisma, { table, column }, headOf(keyring[0].id), after);
      const last = page.at(-1);
      if (!last) break;
      after = last.id;
      const renewed = page.flatMap(({ id, sealed }) => {
        const place = { table, row: id, column };
        try {
          return { id, sealed, renewed: codec.seal(codec.open(sealed, place), place) };
        } catch (error) {
          if (!isAppError(error)) throw error;
          unreadable.push(place);
          return [];
        }
      });
      const changed = renewed.length > 0 ? await prisma.$executeRaw(replace({ table, column }, renewed)) : 0;
      resealed += changed;
      onPage(changed);
    }
  }
  return { resealed, unreadable };
}

/** Rows after `after` that are not under the newest key, by id. */
async function readPage(
  prisma: PrismaClient,
  place: SealedColumn,
  newestHead: string,
  after: string,
): Promise<SealedRow[]> {
  const { table, column } = sqlNames(place);
  return await prisma.$queryRaw<SealedRow[]>`
    SELECT "id", "sealed" FROM (
      SELECT "id", "sealed", sum(length("sealed")) OVER (ORDER BY "id") - length("sealed") AS "before" FROM (
        SELECT "id", ${column} AS "sealed" FROM ${table}
        WHERE "id" > ${after} AND substr(${column}, 1, ${headChars}) <> ${newestHead}
        ORDER BY "id" LIMIT ${pageRows}
      )
    ) WHERE "before" < ${pageChars} ORDER BY "id"`;
}

function replace(place: SealedColumn, rows: readonly (SealedRow & { readonly renewed: string })[]): Prisma.Sql {
  const { table, column } = sqlNames(place);
  const values = rows.map(({ id, sealed, renewed }) => Prisma.sql`(${id}, ${sealed}, ${renewed})`);
  return Prisma.sql`UPDATE ${table} SET ${column} = "new"."column3"
    FROM (VALUES ${Prisma.join(values)}) AS "new"
    WHERE ${table}."id" = "new"."column1" AND ${table}.${column} = "new"."column2"`;
}

/** Leaves nothing of replaced text in free pages or in the write-ahead log. */
export async function compact(prisma: PrismaClient): Promise<void> {
  await prisma.$executeRaw`VACUUM`;
  await prisma.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`;
}
