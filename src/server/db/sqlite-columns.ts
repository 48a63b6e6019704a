/**
 * Values and types between Prisma and SQLite, in both directions.
 *
 * Invariant: what was written is what is read, or the write fails; only positive numbers below 2^-52
 * are zero to the driver. Dates are ISO 8601 text in UTC with milliseconds, so that text order is time order.
 */
import {
  type ArgType,
  type ColumnType,
  ColumnTypeEnum,
  DriverAdapterError,
  type ResultValue,
} from "@prisma/driver-adapter-utils";

const declaredTypes: Readonly<Record<string, ColumnType>> = {
  INTEGER: ColumnTypeEnum.Int32,
  INT: ColumnTypeEnum.Int32,
  BIGINT: ColumnTypeEnum.Int64,
  REAL: ColumnTypeEnum.Double,
  DOUBLE: ColumnTypeEnum.Double,
  FLOAT: ColumnTypeEnum.Double,
  NUMERIC: ColumnTypeEnum.Numeric,
  DECIMAL: ColumnTypeEnum.Numeric,
  BOOLEAN: ColumnTypeEnum.Boolean,
  TEXT: ColumnTypeEnum.Text,
  DATETIME: ColumnTypeEnum.DateTime,
  JSONB: ColumnTypeEnum.Json,
  BLOB: ColumnTypeEnum.Bytes,
};

/** What SQLite hands out for one cell. */
export type SqliteValue = null | number | bigint | string | Uint8Array;

/** The type of a column by its declaration; null when it has none, as an expression or a PRAGMA has. */
export const columnTypeOf = (declared: string | null): ColumnType | null =>
  declared === null ? null : (declaredTypes[declared.toUpperCase()] ?? null);

/** The type of a column without declaration, by its first value that is not null. */
export function inferColumnType(rows: readonly SqliteValue[][], column: number): ColumnType {
  const value = rows.find((row) => row[column] !== null)?.[column] ?? null;
  if (typeof value === "string") return ColumnTypeEnum.Text;
  if (typeof value === "bigint") return ColumnTypeEnum.Int64;
  if (typeof value === "number") return ColumnTypeEnum.Double;
  return value === null ? ColumnTypeEnum.Int32 : ColumnTypeEnum.Bytes;
}

/** One cell as Prisma expects it; integers beyond 2^53 become decimal text. */
export function fromSqlite(value: SqliteValue, type: ColumnType): ResultValue {
  if (type === ColumnTypeEnum.DateTime && (typeof value === "number" || typeof value === "bigint")) {
    return new Date(Number(value)).toISOString();
  }
  if (typeof value !== "bigint") return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

/**
 * One argument of Prisma as SQLite stores it.
 * Throws DriverAdapterError InvalidInputValue for text with a NUL character, which the driver would
 * cut there.
 */
export function toSqlite(arg: unknown, type: ArgType | undefined): unknown {
  if (typeof arg === "boolean") return arg ? 1 : 0;
  if (arg instanceof Date) return dateText(arg);
  if (typeof arg !== "string") return arg;
  switch (type?.scalarType) {
    case "datetime":
      return dateText(new Date(arg));
    case "bytes":
      return Buffer.from(arg, "base64");
    case "bigint":
      return BigInt(arg);
    case "int":
    case "float":
    case "decimal":
      return Number(arg);
    default:
      if (arg.includes("\0")) {
        throw new DriverAdapterError({ kind: "InvalidInputValue", message: "text with a NUL character" });
      }
      return arg;
  }
}

const dateText = (date: Date): string => date.toISOString().replace("Z", "+00:00");
