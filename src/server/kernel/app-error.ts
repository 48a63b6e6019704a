/**
 * The one error that callers may see. Anything else that is thrown is a bug: callers get INTERNAL
 * and a request id, the log gets the stack.
 *
 * Recognised by a brand, not by `instanceof`, so that it survives being bundled twice.
 */
import { type ErrorBody, type ErrorCode, errorTable } from "#contract/errors.ts";

const brand = Symbol.for("tekton.app-error");

export class AppError extends Error {
  readonly [brand] = true;
  override readonly name = "AppError";

  /**
   * @param message for the caller: what happened and what to do next
   * @param details for the caller, machine-readable
   * @param cause for the operator's log only
   */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details?: Record<string, unknown>,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }

  get status(): number {
    return errorTable[this.code].http;
  }

  toBody(requestId?: string): ErrorBody {
    const { code, message, details } = this;
    return { error: { code, message, ...(details && { details }), ...(requestId && { request_id: requestId }) } };
  }
}

export const isAppError = (error: unknown): error is AppError =>
  typeof error === "object" && error !== null && brand in error;

/** The caller's view of anything thrown. */
export const toAppError = (error: unknown): AppError =>
  isAppError(error)
    ? error
    : new AppError(
        "INTERNAL",
        "Something went wrong inside the hub. Its log has the details under this request id.",
        undefined,
        error,
      );
