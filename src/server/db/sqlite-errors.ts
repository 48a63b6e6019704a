/**
 * SQLite's failures in Prisma's words.
 *
 * Owns the one place where messages of SQLite are read: the driver gives a code for some calls only,
 * its messages are stable. What has no word of Prisma's keeps SQLite's own message.
 */
import { DriverAdapterError, type MappedError } from "@prisma/driver-adapter-utils";

/** The DriverAdapterError for a failure of the driver; anything else comes back as it was. */
export function toDriverError(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  if (error.code === "ERR_INVALID_STATE") return new DriverAdapterError({ kind: "ConnectionClosed" });
  if (error.code !== "ERR_SQLITE_ERROR") return error;
  const extendedCode = "sqliteExtendedCode" in error ? Number(error.sqliteExtendedCode) : 1;
  return new DriverAdapterError({ ...mapMessage(error.message, extendedCode), originalMessage: error.message });
}

/** The refusal of a statement in a transaction that SQLite has ended, or that was closed. */
export const transactionClosed = (): DriverAdapterError =>
  new DriverAdapterError({ kind: "TransactionAlreadyClosed", cause: "The transaction is over; nothing was written." });

function mapMessage(message: string, extendedCode: number): MappedError {
  const [, subject, names = ""] = /^(UNIQUE|NOT NULL|FOREIGN KEY) constraint failed(?:: (.*))?$/s.exec(message) ?? [];
  const places = names.split(", ").map((name) => name.split("."));
  const fields = places.map((place) => place.at(-1) ?? "");
  const table = places[0]?.at(-2);
  if (subject === "UNIQUE") return { kind: "UniqueConstraintViolation", constraint: { fields }, table };
  if (subject === "NOT NULL") return { kind: "NullConstraintViolation", constraint: { fields } };
  if (subject === "FOREIGN KEY") return { kind: "ForeignKeyConstraintViolation", constraint: { foreignKey: {} } };

  const after = (prefix: string): string | undefined =>
    message.startsWith(prefix) ? message.slice(prefix.length) : undefined;
  const missingTable = after("no such table: ");
  if (missingTable !== undefined) return { kind: "TableDoesNotExist", table: missingTable };
  const missingColumn = after("no such column: ") ?? / has no column named (.*)$/s.exec(message)?.[1];
  if (missingColumn !== undefined) return { kind: "ColumnNotFound", column: missingColumn };
  if (/^database (table )?is locked/.test(message)) return { kind: "SocketTimeout" };
  return { kind: "sqlite", extendedCode, message };
}
