/**
 * One connection to a SQLite file, with everything that must hold of it checked when it opens.
 *
 * Owns the driver, the PRAGMAs and the prepared statements. Everything here is synchronous: a call is
 * over when it returns, so order is kept by who calls (see sqlite-gate.ts), not here.
 */
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from "@photostructure/sqlite";
import { type ColumnType, ColumnTypeEnum, type SqlQuery, type SqlResultSet } from "@prisma/driver-adapter-utils";
import { AppError } from "#server/kernel/app-error.ts";
import { createPrivately } from "./create-privately.ts";
import { columnTypeOf, fromSqlite, inferColumnType, type SqliteValue, toSqlite } from "./sqlite-columns.ts";
import { toDriverError } from "./sqlite-errors.ts";

const required = { journal_mode: "wal", synchronous: 2, foreign_keys: 1, busy_timeout: 5000 } as const;
const maxStatements = 200;

interface Prepared {
  readonly statement: StatementSyncInstance;
  readonly columnNames: string[];
  readonly columnTypes: readonly (ColumnType | null)[];
  /** Columns whose cells may need converting; for the others the driver's value is Prisma's. */
  readonly converted: readonly number[];
}

export class SqliteConnection {
  readonly #db: DatabaseSyncInstance;
  /** In order of use, the least recent first. */
  readonly #statements = new Map<string, Prepared>();

  /**
   * Opens, and creates when missing (mode 0600), the file at `path`; ":memory:" is a database of its own.
   * Throws AppError INTERNAL when it cannot be opened or refuses one of the settings above.
   */
  constructor(path: string) {
    const inMemory = path === ":memory:";
    try {
      if (!inMemory) createPrivately(path);
      this.#db = new DatabaseSync(path, { returnArrays: true, timeout: required.busy_timeout });
      this.#db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AppError("INTERNAL", `The database ${path} cannot be opened: ${reason}.`, undefined, error);
    }
    for (const [name, wanted] of Object.entries(required)) {
      const [value] = this.#db.prepare(`PRAGMA ${name}`).get();
      if (value === wanted || (inMemory && name === "journal_mode")) continue;
      this.#db.close();
      throw new AppError(
        "INTERNAL",
        `The database ${path} refuses ${name}=${wanted} (it says ${value}). Put the data directory on a local, writable disk.`,
      );
    }
  }

  /** Whether a transaction is open; SQLite itself ends one on some errors, such as a full disk. */
  get inTransaction(): boolean {
    return this.#db.isTransaction;
  }

  /** Rows of one statement. Throws DriverAdapterError. */
  query(query: SqlQuery): SqlResultSet {
    try {
      const { statement, columnNames, columnTypes, converted } = this.#prepare(query.sql);
      const rows = statement.all(...bindings(query)) as SqliteValue[][];
      const types = columnTypes.map((type, column) => type ?? inferColumnType(rows, column));
      for (const row of rows) {
        for (const column of converted) {
          row[column] = fromSqlite(row[column] ?? null, types[column] ?? ColumnTypeEnum.Text) as SqliteValue;
        }
      }
      return { columnNames, columnTypes: types, rows };
    } catch (error) {
      throw toDriverError(error);
    }
  }

  /**
   * Runs one statement; the number of rows it changed. Prisma's schema engine sends whole scripts this
   * way, which run too, and count as 0. Throws DriverAdapterError.
   */
  execute(query: SqlQuery): number {
    try {
      if (this.#isScript(query)) {
        this.script(query.sql);
        return 0;
      }
      return Number(this.#prepare(query.sql).statement.run(...bindings(query)).changes);
    } catch (error) {
      throw toDriverError(error);
    }
  }

  /** Runs statements without arguments, separated by semicolons. Throws DriverAdapterError. */
  script(sql: string): void {
    try {
      this.#statements.clear();
      this.#db.exec(sql);
    } catch (error) {
      throw toDriverError(error);
    }
  }

  /**
   * Idempotent. The driver frees its statements, and with them the file, only when they are collected as
   * garbage; so the write-ahead log is copied into the file here, as a last close does.
   */
  close(): void {
    if (!this.#db.isOpen) return;
    this.#statements.clear();
    this.#db.exec("PRAGMA wal_checkpoint(PASSIVE)");
    this.#db.close();
  }

  /** The driver compiles the first statement of a script and ignores the others in silence. */
  #isScript({ sql, args }: SqlQuery): boolean {
    if (args.length > 0 || !/;\s*\S/.test(sql)) return false;
    const first = this.#db.prepare(sql, { expandedSQL: true }).expandedSQL ?? "";
    return sql.slice(first.length).trim() !== "";
  }

  #prepare(sql: string): Prepared {
    const known = this.#statements.get(sql);
    if (known) {
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    const statement = this.#db.prepare(sql);
    const columns = statement.columns();
    const columnTypes = columns.map((column) => columnTypeOf(column.type));
    const mayBeBig = columnTypes.map((type) => type === null || type === ColumnTypeEnum.Int64);
    statement.setReadBigInts(mayBeBig.includes(true));
    const converted = columnTypes.flatMap((type, column) =>
      mayBeBig.includes(true) || type === ColumnTypeEnum.DateTime ? [column] : [],
    );
    const columnNames = columns.map((column) => column.name);
    const prepared = { statement, columnNames, columnTypes, converted };
    this.#statements.set(sql, prepared);
    const [oldest] = this.#statements.keys();
    if (this.#statements.size > maxStatements && oldest !== undefined) this.#statements.delete(oldest);
    return prepared;
  }
}

const bindings = ({ args, argTypes }: SqlQuery): unknown[] => args.map((arg, i) => toSqlite(arg, argTypes[i]));
