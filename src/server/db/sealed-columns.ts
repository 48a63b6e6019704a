/**
 * The one list of the columns that hold sealed text, those marked "sealed" in prisma/schema.prisma, and
 * what SQL needs to look at them without opening anything.
 *
 * Every table here has its key in `id`, which is the row of the text's place. Names in SQL come from
 * this list only.
 */
import { Prisma } from "./generated/client.ts";

export interface SealedColumn {
  readonly table: string;
  readonly column: string;
}

const columnsOf = {
  Run: ["prompt", "content", "thinking", "context", "errorMessage", "reason"],
  Broadcast: ["message"],
  Session: ["title", "metadata"],
  Message: ["content"],
} as const;

export const sealedColumns: readonly SealedColumn[] = Object.entries(columnsOf).flatMap(([table, columns]) =>
  columns.map((column) => ({ table, column })),
);

/** The names of one of the columns above, for SQL. */
export const sqlNames = ({ table, column }: SealedColumn) => ({
  table: Prisma.raw(`"${table}"`),
  column: Prisma.raw(`"${column}"`),
});

/** Sealed text begins with `v1.<keyId>.`; so much of it tells its key. */
export const headChars = 12;
export const headOf = (keyId: string): string => `v1.${keyId}.`;
/** Null: it is not in the format of sealed text. */
export const keyIdOf = (head: string): string | null => /^v1\.([0-9a-f]{8})\.$/.exec(head)?.[1] ?? null;
