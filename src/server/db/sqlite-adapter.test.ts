import { setImmediate } from "node:timers/promises";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase } from "./open-test-database.ts";
import { createSqliteAdapterFactory } from "./sqlite-adapter.ts";

let db: Awaited<ReturnType<typeof openTestDatabase>>;
beforeEach(async () => {
  db = await openTestDatabase();
});
afterEach(() => db.close());

const token = (id: string) => ({ id, name: id, role: "admin", hash: `hash of ${id}`, createdAt: new Date() });
const undone = new Error("undone on purpose");

describe("isolation", () => {
  it("1,000 rounds of transactions and outside statements lose no acknowledged write and show no half of a pair", async () => {
    const rounds = 1_000;
    const acknowledged: string[] = [];
    const refused: string[] = [];
    let dirtyReads = 0;

    const outside = async (id: string) => {
      await db.prisma.token.create({ data: token(id) });
      acknowledged.push(id);
    };
    const pair = async (round: number) => {
      const ids = [`pair-${round}-a`, `pair-${round}-b`];
      const work = db.prisma.$transaction(async (tx) => {
        await tx.token.create({ data: token(`pair-${round}-a`) });
        await setImmediate();
        await tx.token.create({ data: token(`pair-${round}-b`) });
        if (round % 3 === 0) throw undone;
      });
      await work.then(
        () => acknowledged.push(...ids),
        (error) => {
          if (error !== undone) throw error;
          refused.push(...ids);
        },
      );
    };
    const look = async () => {
      const halves = await db.prisma.token.count({ where: { id: { startsWith: "pair-" } } });
      if (halves % 2 !== 0) dirtyReads++;
    };

    let round = 0;
    const pairs = async () => {
      while (round < rounds) await pair(round++);
    };
    const others = async (lane: string) => {
      for (let n = 0; round < rounds; n++) {
        await outside(`${lane}-${n}`);
        await look();
        await setImmediate();
      }
    };
    await Promise.all([pairs(), pairs(), others("one"), others("two"), others("three")]);

    const stored = new Set((await db.prisma.token.findMany({ select: { id: true } })).map(({ id }) => id));
    expect(dirtyReads).toBe(0);
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    expect(refused.filter((id) => stored.has(id))).toEqual([]);
    expect(stored.size).toBe(acknowledged.length);
    expect(await stuckTransactions()).toBe(0);
  }, 60_000);

  it("a batch is all or nothing", async () => {
    const batch = db.prisma.$transaction([
      db.prisma.token.create({ data: token("one") }),
      db.prisma.token.create({ data: token("one") }),
    ]);
    await expect(batch).rejects.toMatchObject({ code: "P2002" });
    expect(await db.prisma.token.count()).toBe(0);
    expect(await stuckTransactions()).toBe(0);
  });

  it("a late statement of a transaction that timed out writes nothing", async () => {
    const late = db.prisma.$transaction(
      async (tx) => {
        await tx.token.create({ data: token("early") });
        await expect.poll(() => stuckTransactions(), { timeout: 5_000 }).toBe(0);
        await tx.token.create({ data: token("late") });
      },
      { timeout: 20 },
    );
    await expect(late).rejects.toMatchObject({ code: "P2028" });
    expect(await db.prisma.token.count()).toBe(0);
  });

  it("the outer client inside a callback costs that transaction its life, not the database's", async () => {
    const misuse = db.prisma.$transaction(async () => db.prisma.token.create({ data: token("outer") }), {
      timeout: 50,
    });
    await expect(misuse).rejects.toMatchObject({ code: "P2028" });
    await expect(db.prisma.token.count()).resolves.toBeLessThanOrEqual(1);
    expect(await stuckTransactions()).toBe(0);
  });
});

describe("failures", () => {
  it("a COMMIT that fails is rolled back, reported, and blocks nobody", async () => {
    const doomed = db.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`PRAGMA defer_foreign_keys = ON`;
      await tx.token.create({ data: token("with the orphan") });
      await tx.$executeRaw`INSERT INTO Message (id, sessionId, ownerId, position, role, createdAt) VALUES ('m', 'none', 'local', 1, 'user', 0)`;
    });
    await expect(doomed).rejects.toMatchObject({ cause: { kind: "ForeignKeyConstraintViolation" } });
    expect(await stuckTransactions()).toBe(0);
    await db.prisma.token.create({ data: token("next") });
    expect((await db.prisma.token.findMany()).map(({ id }) => id)).toEqual(["next"]);
  });

  it("a BEGIN that fails is reported, and the next write after the foreign lock works", async () => {
    const foreign = new DatabaseSync(db.path);
    foreign.exec("BEGIN IMMEDIATE");
    const create = db.prisma.token.create({ data: token("refused") });
    await expect(db.prisma.$transaction([create])).rejects.toMatchObject({ code: "P1008" });
    await expect(db.prisma.token.count()).resolves.toBe(0);
    foreign.exec("ROLLBACK");
    foreign.close();
    await db.prisma.token.create({ data: token("next") });
    expect(await stuckTransactions()).toBe(0);
  });

  it("says unique, foreign key, null and missing rows in Prisma's codes", async () => {
    await db.prisma.token.create({ data: token("one") });
    await expect(db.prisma.token.create({ data: { ...token("two"), hash: "hash of one" } })).rejects.toMatchObject({
      code: "P2002",
      meta: { driverAdapterError: { cause: { constraint: { fields: ["hash"] } } } },
    });
    const orphan = { id: "m", sessionId: "none", ownerId: "local", position: 1, role: "user", createdAt: new Date() };
    await expect(db.prisma.message.create({ data: orphan })).rejects.toMatchObject({ code: "P2003" });
    await expect(db.prisma.$executeRaw`INSERT INTO Token (id) VALUES ('t')`).rejects.toMatchObject({
      meta: { driverAdapterError: { cause: { kind: "NullConstraintViolation", constraint: { fields: ["name"] } } } },
    });
    const nobody = db.prisma.token.update({ where: { id: "none" }, data: { name: "x" } });
    await expect(nobody).rejects.toMatchObject({ code: "P2025" });
  });
});

it("a script sent as one statement runs whole", async () => {
  const adapter = await createSqliteAdapterFactory({ path: ":memory:" }).connect();
  const sql = "CREATE TABLE a (x); INSERT INTO a VALUES (';'); -- the end;\nCREATE TABLE b (x);";
  await adapter.executeRaw({ sql, args: [], argTypes: [] });
  const one = { sql: "INSERT INTO a VALUES ('x; y') -- one;\n", args: [], argTypes: [] };
  expect(await adapter.executeRaw(one)).toBe(1);
  const { rows } = await adapter.queryRaw({
    sql: "SELECT count(*) FROM a, (SELECT count(*) FROM b)",
    args: [],
    argTypes: [],
  });
  expect(rows).toEqual([[2]]);
  await adapter.dispose();
});

/** As a second connection sees it: a transaction left open would refuse it the write lock. */
async function stuckTransactions(): Promise<number> {
  await setImmediate();
  const foreign = new DatabaseSync(db.path);
  try {
    foreign.exec("BEGIN IMMEDIATE; ROLLBACK");
    return 0;
  } catch {
    return 1;
  } finally {
    foreign.close();
  }
}
