/**
 * The one error table: what each code means at every door.
 *
 * `http` is the status before the first byte, `rpc` the JSON-RPC error code, `exit` the exit code
 * of the shell, `retryable` whether the same request may succeed later without a change.
 */
import { z } from "zod";

export const errorTable = {
  BAD_REQUEST: { http: 400, rpc: -32602, exit: 1, retryable: false },
  AMBIGUOUS_NAME: { http: 400, rpc: -32602, exit: 3, retryable: false },
  BULK_CYCLE: { http: 400, rpc: -32602, exit: 1, retryable: false },
  BULK_UNKNOWN_DEPENDENCY: { http: 400, rpc: -32602, exit: 1, retryable: false },
  BULK_DUPLICATE_ID: { http: 400, rpc: -32602, exit: 1, retryable: false },
  UNAUTHORIZED: { http: 401, rpc: -32004, exit: 1, retryable: false },
  FORBIDDEN: { http: 403, rpc: -32004, exit: 1, retryable: false },
  NOT_FOUND: { http: 404, rpc: -32006, exit: 1, retryable: false },
  SPECIALIST_NOT_FOUND: { http: 404, rpc: -32006, exit: 3, retryable: false },
  SESSION_NOT_FOUND: { http: 404, rpc: -32006, exit: 1, retryable: false },
  RUN_NOT_FOUND: { http: 404, rpc: -32006, exit: 1, retryable: false },
  METHOD_NOT_ALLOWED: { http: 405, rpc: -32601, exit: 1, retryable: false },
  CONFLICT: { http: 409, rpc: -32009, exit: 1, retryable: true },
  SESSION_EXPIRED: { http: 410, rpc: -32000, exit: 1, retryable: false },
  PAYLOAD_TOO_LARGE: { http: 413, rpc: -32602, exit: 1, retryable: false },
  UNSUPPORTED_MEDIA_TYPE: { http: 415, rpc: -32602, exit: 1, retryable: false },
  MISDIRECTED: { http: 421, rpc: -32004, exit: 1, retryable: false },
  RATE_LIMITED: { http: 429, rpc: -32003, exit: 1, retryable: true },
  QUEUE_FULL: { http: 429, rpc: -32008, exit: 1, retryable: true },
  CANCELLED: { http: 409, rpc: -32005, exit: 130, retryable: false },
  INTERNAL: { http: 500, rpc: -32603, exit: 1, retryable: false },
  AI_UNAVAILABLE: { http: 503, rpc: -32001, exit: 1, retryable: true },
  INTERRUPTED: { http: 503, rpc: -32001, exit: 1, retryable: true },
  TIMEOUT: { http: 504, rpc: -32007, exit: 5, retryable: true },
} as const satisfies Record<string, { http: number; rpc: number; exit: number; retryable: boolean }>;

export type ErrorCode = keyof typeof errorTable;

/** What a caller sees of a failure: `{"error": {...}}`, the same over every transport. */
export const errorBody = z.object({
  error: z.object({
    code: z.enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
    request_id: z.string().optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBody>;
