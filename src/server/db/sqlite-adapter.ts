/**
 * Prisma's driver adapter for SQLite, with the gate built in.
 *
 * Invariants: one connection; every statement passes one gate; a transaction holds the gate from BEGIN
 * IMMEDIATE to the end of a real COMMIT or ROLLBACK, and no statement of it runs outside of it; however
 * a BEGIN or COMMIT fails, no transaction stays open and the gate is free again.
 *
 * A call of the outer client inside a transaction's callback waits for that transaction, which waits
 * for it: Prisma's transaction timeout ends both. Callbacks use the client they are given.
 */
import {
  DriverAdapterError,
  type IsolationLevel,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
  type Transaction,
} from "@prisma/driver-adapter-utils";
import { SqliteConnection } from "./sqlite-connection.ts";
import { transactionClosed } from "./sqlite-errors.ts";
import { SqliteGate } from "./sqlite-gate.ts";

const adapterName = "tekton-sqlite";

/** For PrismaClient and for Prisma's schema engine. `connect` throws AppError INTERNAL as SqliteConnection does. */
export const createSqliteAdapterFactory = ({ path }: { path: string }): SqlMigrationAwareDriverAdapterFactory => ({
  provider: "sqlite",
  adapterName,
  connect: async () => new SqliteAdapter(new SqliteConnection(path)),
  connectToShadowDb: async () => new SqliteAdapter(new SqliteConnection(":memory:")),
});

class SqliteAdapter implements SqlDriverAdapter {
  readonly provider = "sqlite";
  readonly adapterName = adapterName;
  readonly #gate = new SqliteGate();

  constructor(private readonly connection: SqliteConnection) {}

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return this.#alone(() => this.connection.query(query));
  }

  async executeRaw(query: SqlQuery): Promise<number> {
    return this.#alone(() => this.connection.execute(query));
  }

  async executeScript(script: string): Promise<void> {
    return this.#alone(() => this.connection.script(script));
  }

  async startTransaction(isolationLevel?: IsolationLevel): Promise<Transaction> {
    if (isolationLevel && isolationLevel !== "SERIALIZABLE") {
      throw new DriverAdapterError({ kind: "InvalidIsolationLevel", level: isolationLevel });
    }
    await this.#gate.acquire();
    try {
      this.connection.execute(statement("BEGIN IMMEDIATE"));
    } catch (error) {
      this.#gate.release();
      throw error;
    }
    return new SqliteTransaction(this.connection, () => this.#gate.release());
  }

  async dispose(): Promise<void> {
    await this.#alone(() => this.connection.close());
  }

  /** `work` is synchronous, so a free gate need not be taken: nobody can come in between. */
  #alone<T>(work: () => T): T | Promise<T> {
    return this.#gate.held ? this.#inTurn(work) : work();
  }

  async #inTurn<T>(work: () => T): Promise<T> {
    await this.#gate.acquire();
    try {
      return work();
    } finally {
      this.#gate.release();
    }
  }
}

class SqliteTransaction implements Transaction {
  readonly provider = "sqlite";
  readonly adapterName = adapterName;
  /** Prisma sends COMMIT and ROLLBACK as statements of the transaction, then calls the methods below. */
  readonly options = { usePhantomQuery: false };
  #open = true;

  constructor(
    private readonly connection: SqliteConnection,
    private readonly releaseGate: () => void,
  ) {}

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    this.#assertOpen();
    return this.connection.query(query);
  }

  async executeRaw(query: SqlQuery): Promise<number> {
    if (query.sql === "ROLLBACK" && !this.connection.inTransaction) return 0;
    this.#assertOpen();
    return this.connection.execute(query);
  }

  async commit(): Promise<void> {
    this.#end("COMMIT");
  }

  async rollback(): Promise<void> {
    this.#end("ROLLBACK");
  }

  async createSavepoint(name: string): Promise<void> {
    await this.executeRaw(statement(`SAVEPOINT ${name}`));
  }

  async rollbackToSavepoint(name: string): Promise<void> {
    await this.executeRaw(statement(`ROLLBACK TO ${name}`));
  }

  async releaseSavepoint(name: string): Promise<void> {
    await this.executeRaw(statement(`RELEASE ${name}`));
  }

  /** Without this a late statement of a timed-out transaction would commit by itself. */
  #assertOpen(): void {
    if (!this.#open || !this.connection.inTransaction) throw transactionClosed();
  }

  #end(sql: "COMMIT" | "ROLLBACK"): void {
    if (!this.#open) return;
    this.#open = false;
    try {
      if (this.connection.inTransaction) this.connection.execute(statement(sql));
    } finally {
      try {
        if (this.connection.inTransaction) this.connection.execute(statement("ROLLBACK"));
      } finally {
        this.releaseGate();
      }
    }
  }
}

const statement = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] });
