/** Rows with every sealed column filled, for tests; what stands in a place can be told from the place. */
import { type ContentCodec, createContentCodec, type Place } from "./content-codec.ts";
import type { PrismaClient } from "./generated/client.ts";
import type { Keyring } from "./keyring.ts";
import { sealedColumns, sqlNames } from "./sealed-columns.ts";

/** How many texts there are for each number. */
export const textsEach = sealedColumns.length;

/** JSON, as some columns hold; from 40 to about 1,000 characters. */
export const textAt = ({ table, row, column }: Place): string =>
  JSON.stringify({ text: `${table} ${row} ${column}: grüße. `.repeat(1 + (Number(row.slice(-3)) % 25)) });

/** Writes a session, its message, its run and a broadcast for each number from 0 up to `count`. */
export async function writeSealedRows(prisma: PrismaClient, keyring: Keyring, count: number): Promise<void> {
  const codec = createContentCodec(keyring);
  const seal = (table: string, row: string, column: string) => {
    const place = { table, row, column };
    return codec.seal(textAt(place), place);
  };
  const numbers = Array.from({ length: count }, (_, n) => String(n).padStart(5, "0"));
  const createdAt = new Date();
  const owned = { ownerId: "local", specialistId: "apollo-ai", createdAt };
  await prisma.session.createMany({
    data: numbers.map((n) => ({
      ...owned,
      id: `s${n}`,
      title: seal("Session", `s${n}`, "title"),
      metadata: seal("Session", `s${n}`, "metadata"),
      lastActivityAt: createdAt,
      expiresAt: new Date(createdAt.getTime() + 3_600_000),
    })),
  });
  await prisma.run.createMany({
    data: numbers.map((n) => ({
      ...owned,
      id: `r${n}`,
      sessionId: `s${n}`,
      provider: "ollama",
      model: "m",
      status: "failed",
      requestId: "q",
      routedBy: "name",
      routedReason: "",
      reason: seal("Run", `r${n}`, "reason"),
      prompt: seal("Run", `r${n}`, "prompt"),
      content: seal("Run", `r${n}`, "content"),
      thinking: seal("Run", `r${n}`, "thinking"),
      context: seal("Run", `r${n}`, "context"),
      errorCode: "INTERNAL",
      errorMessage: seal("Run", `r${n}`, "errorMessage"),
      endedAt: createdAt,
    })),
  });
  await prisma.message.createMany({
    data: numbers.map((n) => ({
      ...owned,
      id: `m${n}`,
      sessionId: `s${n}`,
      position: 1,
      role: "user",
      content: seal("Message", `m${n}`, "content"),
    })),
  });
  await prisma.broadcast.createMany({
    data: numbers.map((n) => ({
      id: `b${n}`,
      ownerId: "local",
      message: seal("Broadcast", `b${n}`, "message"),
      lanes: [],
      createdAt,
    })),
  });
}

export interface StoredText {
  readonly place: Place;
  readonly sealed: string;
}

/** Everything sealed that is stored. */
export async function storedTexts(prisma: PrismaClient): Promise<StoredText[]> {
  const found: StoredText[] = [];
  for (const { table, column } of sealedColumns) {
    const names = sqlNames({ table, column });
    const rows = await prisma.$queryRaw<{ id: string; sealed: string }[]>`
      SELECT "id", ${names.column} AS "sealed" FROM ${names.table} WHERE ${names.column} IS NOT NULL`;
    found.push(...rows.map(({ id, sealed }) => ({ place: { table, row: id, column }, sealed })));
  }
  return found;
}

/** The places whose text does not open, or opens to another than was written. */
export const wrongTexts = (codec: ContentCodec, texts: readonly StoredText[]): Place[] =>
  texts
    .filter(({ place, sealed }) => {
      try {
        return codec.open(sealed, place) !== textAt(place);
      } catch {
        return true;
      }
    })
    .map(({ place }) => place);
