import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createContentCodec } from "./content-codec.ts";
import { createKey } from "./keyring.ts";
import { openTestDatabase } from "./open-test-database.ts";
import { compact, countByKey, reseal } from "./reseal.ts";
import { sealedColumns } from "./sealed-columns.ts";
import { storedTexts, textsEach, writeSealedRows, wrongTexts } from "./sealed-rows.fixture.ts";

const [older, newest] = [createKey(), createKey()];
const rows = 700;
let db: Awaited<ReturnType<typeof openTestDatabase>>;
beforeEach(async () => {
  db = await openTestDatabase();
});
afterEach(() => db.close());

const nothing = () => {};

it("every text is sealed with the newest key afterwards, and says the same", async () => {
  await writeSealedRows(db.prisma, [older], rows);
  const pages: number[] = [];
  const { resealed, unreadable } = await reseal(db.prisma, [newest, older], (changed) => void pages.push(changed));
  expect([resealed, unreadable]).toEqual([rows * textsEach, []]);
  expect(pages).toEqual(sealedColumns.flatMap(() => [300, 300, 100]));
  expect(await countByKey(db.prisma)).toEqual(
    sealedColumns.map((place) => ({ ...place, keyId: newest.id, texts: rows })),
  );
  const texts = await storedTexts(db.prisma);
  expect(texts).toHaveLength(rows * textsEach);
  expect(wrongTexts(createContentCodec([newest]), texts)).toEqual([]);
});

it("done again it changes nothing", async () => {
  await writeSealedRows(db.prisma, [older], 3);
  await reseal(db.prisma, [newest, older], nothing);
  const before = await storedTexts(db.prisma);
  expect(await reseal(db.prisma, [newest, older], nothing)).toEqual({ resealed: 0, unreadable: [] });
  expect(await storedTexts(db.prisma)).toEqual(before);
});

it("what cannot be read is left as it is, named by its place, and keeps nothing else from being done", async () => {
  await writeSealedRows(db.prisma, [older], 400);
  const [damaged, moved, foreign, plain] = ["r00003", "r00299", "r00300", "r00399"];
  const { content: other } = await db.prisma.run.findUniqueOrThrow({ where: { id: "r00001" } });
  const { content: whole } = await db.prisma.run.findUniqueOrThrow({ where: { id: damaged } });
  const left: Record<string, string | null> = {
    [damaged]: `${whole?.slice(0, -2)}AA`,
    [moved]: other,
    [foreign]: createContentCodec([createKey()]).seal("x", { table: "Run", row: foreign, column: "content" }),
    [plain]: "plain text",
  };
  for (const [id, content] of Object.entries(left)) await db.prisma.run.update({ where: { id }, data: { content } });

  const { resealed, unreadable } = await reseal(db.prisma, [newest, older], nothing);
  expect(resealed).toBe(400 * textsEach - 4);
  expect(unreadable).toEqual(Object.keys(left).map((row) => ({ table: "Run", row, column: "content" })));
  const wrong = wrongTexts(createContentCodec([newest]), await storedTexts(db.prisma));
  expect(wrong).toEqual(unreadable);
  for (const [id, content] of Object.entries(left)) {
    expect((await db.prisma.run.findUniqueOrThrow({ where: { id } })).content).toBe(content);
  }
  const ofContent = (await countByKey(db.prisma)).filter(({ table, column }) => `${table}.${column}` === "Run.content");
  const counts = Object.fromEntries(ofContent.map(({ keyId, texts }) => [keyId ?? "none", texts]));
  expect(counts).toMatchObject({ [newest.id]: 396, [older.id]: 2, none: 1 });
});

it("long texts are taken a few at a time", async () => {
  await writeSealedRows(db.prisma, [older], 6);
  const long = "x".repeat(3_000_000);
  const codec = createContentCodec([older]);
  for (let n = 0; n < 6; n++) {
    const place = { table: "Run", row: `r0000${n}`, column: "content" };
    await db.prisma.run.update({ where: { id: place.row }, data: { content: codec.seal(long, place) } });
  }
  const pages: number[] = [];
  await reseal(db.prisma, [newest, older], (changed) => void pages.push(changed));
  expect(pages).toEqual([6, 3, 3, 6, 6, 6, 6, 6, 6, 6, 6]);
});

it("nothing that was replaced, or deleted before, is left in the files once they are compacted", async () => {
  await writeSealedRows(db.prisma, [older], rows);
  const every = await storedTexts(db.prisma);
  const before = every.filter((_, i) => i % 50 === 0).map(({ sealed }) => sealed.slice(0, 60));
  await db.prisma.broadcast.deleteMany({});
  await reseal(db.prisma, [newest, older], nothing);
  const found = async () => {
    const names = (await readdir(db.dir)).filter((name) => name.startsWith("tekton.db"));
    const files = await Promise.all(names.map((name) => readFile(join(db.dir, name))));
    return files.reduce((sum, bytes) => sum + before.filter((sealed) => bytes.includes(sealed)).length, 0);
  };
  expect(await found()).toBeGreaterThan(0);
  await compact(db.prisma);
  expect(await found()).toBe(0);
  expect(await db.integrity()).toBe(true);
});
