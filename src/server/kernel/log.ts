/**
 * The one logger. It writes an allow-list of fields as JSON lines: ids, names of ours, sizes, times
 * and codes. Anything else handed to it is dropped, so that no message, answer, header, key or URL
 * with a query can reach a log by accident.
 */
import pino from "pino";
import { isAppError } from "./app-error.ts";

export interface LogFields {
  request_id?: string;
  run_id?: string;
  session_id?: string;
  broadcast_id?: string;
  specialist_id?: string;
  actor_id?: string;
  provider?: string;
  model?: string;
  method?: string;
  /** The pattern of the route, never the URL. */
  route?: string;
  status?: number | string;
  code?: string;
  count?: number;
  bytes?: number;
  duration_ms?: number;
  queue_ms?: number;
  first_token_ms?: number;
  signal?: string;
  pid?: number;
}

const allowed: ReadonlySet<string> = new Set<keyof LogFields>([
  "request_id",
  "run_id",
  "session_id",
  "broadcast_id",
  "specialist_id",
  "actor_id",
  "provider",
  "model",
  "method",
  "route",
  "status",
  "code",
  "count",
  "bytes",
  "duration_ms",
  "queue_ms",
  "first_token_ms",
  "signal",
  "pid",
]);

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** `error` contributes its code and its stack frames, never its message: that may quote content. */
  error(message: string, error: unknown, fields?: LogFields): void;
}

export function pickAllowed(fields: object): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (allowed.has(key) && (typeof value === "string" || typeof value === "number")) picked[key] = value;
  }
  return picked;
}

/** What of an error an operator needs and a log may hold. */
function safeParts(error: unknown): Record<string, unknown> {
  const root = isAppError(error) && error.cause !== undefined ? error.cause : error;
  if (!(root instanceof Error)) return { error: typeof root };
  const code = "code" in root && typeof root.code === "string" ? root.code : undefined;
  const frames = (root.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { error: root.name, ...(code && { error_code: code }), stack: frames.slice(0, 12).map((line) => line.trim()) };
}

/** @param destination where the lines go; standard error when absent, since standard output is for people */
export function createLog(level: string, destination?: pino.DestinationStream): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? pino.destination(2),
  );
  return {
    debug: (message, fields = {}) => logger.debug(pickAllowed(fields), message),
    info: (message, fields = {}) => logger.info(pickAllowed(fields), message),
    warn: (message, fields = {}) => logger.warn(pickAllowed(fields), message),
    error: (message, error, fields = {}) => logger.error({ ...pickAllowed(fields), ...safeParts(error) }, message),
  };
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
