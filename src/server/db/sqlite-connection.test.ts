import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { SqliteConnection } from "./sqlite-connection.ts";

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tekton-sqlite-"));
  path = join(dir, "tekton.db");
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const sql = (text: string, ...args: unknown[]) => ({
  sql: text,
  args,
  argTypes: args.map(() => ({ scalarType: "unknown" as const, arity: "scalar" as const })),
});

it("every setting that data safety rests on holds", () => {
  const connection = new SqliteConnection(path);
  const read = (name: string) => connection.query(sql(`PRAGMA ${name}`)).rows[0]?.[0];
  const names = ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"];
  expect(names.map(read)).toEqual(["wal", 2, 1, 5000]);
  connection.close();
});

it("a file that cannot be opened is named, with the reason", () => {
  const open = () => new SqliteConnection(join(dir, "missing", "tekton.db"));
  expect(open).toThrow(
    expect.objectContaining({ code: "INTERNAL", message: expect.stringMatching(/missing.*ENOENT/) }),
  );
  expect(() => new SqliteConnection(dir)).toThrow("cannot be opened");
});

it("more different statements than it remembers all give their own answer, twice", () => {
  const connection = new SqliteConnection(":memory:");
  for (let n = 0; n < 1_000; n++) {
    const query = sql(`SELECT ${n % 500} AS n${n % 500}, ? AS given`, n);
    expect(connection.query(query)).toMatchObject({ columnNames: [`n${n % 500}`, "given"], rows: [[n % 500, n]] });
  }
  connection.close();
});

it("a statement that fails leaves nothing open and can be used again", () => {
  const connection = new SqliteConnection(path);
  connection.script("CREATE TABLE t (id INTEGER PRIMARY KEY)");
  const insert = sql("INSERT INTO t VALUES (?) RETURNING id", 1);
  expect(connection.query(insert).rows).toEqual([[1]]);
  for (let n = 0; n < 3; n++) {
    expect(() => connection.query(insert)).toThrow(
      expect.objectContaining({
        cause: expect.objectContaining({
          kind: "UniqueConstraintViolation",
          table: "t",
          constraint: { fields: ["id"] },
        }),
      }),
    );
  }
  expect(connection.inTransaction).toBe(false);
  expect(connection.query(sql("INSERT INTO t VALUES (?) RETURNING id", 2)).rows).toEqual([[2]]);
  connection.close();
});

it("after a script that changes a table, a remembered statement sees the new columns", () => {
  const connection = new SqliteConnection(":memory:");
  connection.script("CREATE TABLE t (a)");
  expect(connection.query(sql("SELECT * FROM t")).columnNames).toEqual(["a"]);
  connection.script("ALTER TABLE t ADD COLUMN b");
  expect(connection.query(sql("SELECT * FROM t")).columnNames).toEqual(["a", "b"]);
  connection.close();
});

it("says table, column and closed connection in Prisma's words", () => {
  const connection = new SqliteConnection(":memory:");
  const failure = (text: string) => {
    try {
      connection.query(sql(text));
    } catch (error) {
      return (error as { cause: unknown }).cause;
    }
  };
  connection.script("CREATE TABLE t (a)");
  expect(failure("SELECT * FROM none")).toMatchObject({ kind: "TableDoesNotExist", table: "none" });
  expect(failure("SELECT none FROM t")).toMatchObject({ kind: "ColumnNotFound", column: "none" });
  expect(failure("INSERT INTO t (none) VALUES (1)")).toMatchObject({ kind: "ColumnNotFound", column: "none" });
  expect(failure("SELEC 1")).toMatchObject({
    kind: "sqlite",
    extendedCode: 1,
    message: expect.stringContaining("SELEC"),
  });
  connection.close();
  connection.close();
  expect(failure("SELECT 1")).toMatchObject({ kind: "ConnectionClosed" });
});
