import type { ArgScalarType, SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Prisma } from "./generated/client.ts";
import { openTestDatabase } from "./open-test-database.ts";
import { createSqliteAdapterFactory } from "./sqlite-adapter.ts";

let db: Awaited<ReturnType<typeof openTestDatabase>>;
let memory: SqlDriverAdapter;
beforeAll(async () => {
  db = await openTestDatabase();
  memory = await createSqliteAdapterFactory({ path: ":memory:" }).connect();
  await memory.executeScript(
    "CREATE TABLE big (value BIGINT); CREATE TABLE bytes (value BLOB); CREATE TABLE real (value REAL)",
  );
});
afterAll(async () => {
  await memory.dispose();
  await db.close();
});

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const text = fc.string({ unit: "grapheme" }).filter((s) => !s.includes("\0"));
/** Prisma itself rounds the last of 17 digits. */
const double = fc.integer({ min: -1e9, max: 1e9 }).map((thousandths) => thousandths / 1_000);
const date = fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
const json = fc.anything({
  key: text,
  values: [text, fc.boolean(), fc.maxSafeInteger(), fc.constant(null)],
  maxDepth: 3,
});

describe("what is written through Prisma is read again", () => {
  it("text, numbers, booleans, dates and JSON", async () => {
    let n = 0;
    const row = fc.record({
      name: text,
      systemPrompt: text,
      provider: fc.option(text),
      temperature: fc.option(double),
      maxTokens: fc.option(int32),
      enabled: fc.boolean(),
      version: int32,
      createdAt: date,
      capabilities: json.filter((value) => value !== null),
    });
    await fc.assert(
      fc.asyncProperty(row, async (given) => {
        const id = `s${++n}`;
        const data = {
          ...given,
          id,
          name: id + given.name,
          role: "r",
          description: "d",
          capabilities: given.capabilities ?? {},
        };
        const returned = await db.prisma.specialist.create({ data });
        const stored = await db.prisma.specialist.findUniqueOrThrow({ where: { id } });
        expect(returned).toEqual(stored);
        expect(stored).toMatchObject({ ...data, capabilities: stored.capabilities });
        expect(JSON.stringify(stored.capabilities)).toBe(JSON.stringify(given.capabilities));
      }),
      { numRuns: 200 },
    );
  });

  it("dates compare and sort as dates", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(date, { minLength: 2, maxLength: 6, selector: Number }), async (dates) => {
        await db.prisma.token.deleteMany();
        const rows = dates.map((createdAt, i) => ({ id: `${i}`, name: "n", role: "r", hash: `${i}`, createdAt }));
        await db.prisma.token.createMany({ data: rows });
        const sorted = await db.prisma.token.findMany({ orderBy: { createdAt: "asc" } });
        expect(sorted.map(({ createdAt }) => Number(createdAt))).toEqual(dates.map(Number).sort((a, b) => a - b));
        const [pivot = new Date()] = dates;
        const earlier = await db.prisma.token.count({ where: { createdAt: { lt: pivot } } });
        expect(earlier).toBe(dates.filter((each) => each < pivot).length);
      }),
      { numRuns: 50 },
    );
  });

  it("a JSON null and an absent one stay apart", async () => {
    const run = { ownerId: "o", specialistId: "s", provider: "p", model: "m", status: "queued", requestId: "r" };
    const rest = { routedBy: "id", routedReason: "", prompt: "", createdAt: new Date() };
    await db.prisma.run.create({ data: { ...run, ...rest, id: "json", usage: Prisma.JsonNull } });
    await db.prisma.run.create({ data: { ...run, ...rest, id: "db", usage: Prisma.DbNull } });
    const absent = await db.prisma.run.findMany({ where: { usage: { equals: Prisma.DbNull } } });
    expect(absent.map(({ id }) => id)).toEqual(["db"]);
  });
});

describe("what is written through the adapter is read again", () => {
  const roundTrip = async (table: string, scalarType: ArgScalarType, value: unknown): Promise<unknown> => {
    const arity = "scalar" as const;
    const sql = `INSERT INTO ${table} VALUES (?) RETURNING value`;
    return (await memory.queryRaw({ sql, args: [value], argTypes: [{ scalarType, arity }] })).rows[0]?.[0];
  };

  it("64-bit integers", async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), async (value) => {
        expect(BigInt(String(await roundTrip("big", "bigint", value.toString())))).toBe(value);
        expect(BigInt(String(await roundTrip("big", "bigint", value)))).toBe(value);
      }),
    );
  });

  it("floating-point numbers, but for positive ones below 2^-52", async () => {
    const value = fc.double({ noNaN: true }).filter((each) => each < 0 || each >= Number.EPSILON);
    await fc.assert(
      fc.asyncProperty(value, async (each) => {
        expect(await roundTrip("real", "float", each)).toBe(each);
        expect(await roundTrip("real", "float", String(each))).toBe(each);
      }),
    );
  });

  it("bytes, as base64 and as they are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (value) => {
        expect(await roundTrip("bytes", "bytes", Buffer.from(value).toString("base64"))).toEqual(value);
        expect(await roundTrip("bytes", "bytes", value)).toEqual(value);
      }),
    );
  });
});

it("refuses text with a NUL character instead of cutting it", async () => {
  const data = { id: "nul", name: "a\0b", role: "r", hash: "nul", createdAt: new Date() };
  await expect(db.prisma.token.create({ data })).rejects.toMatchObject({ code: "P2007" });
});
