/**
 * What to throw for anything a provider's package threw: the signal's reason when the run was
 * aborted, the AppError it is or was caused by, and else AI_UNAVAILABLE.
 */
import { isAppError } from "#server/kernel/app-error.ts";
import type { OutboundFault } from "./outbound-fault.ts";

export const outboundFailure = (error: unknown, signal: AbortSignal, fault: OutboundFault): unknown => {
  if (signal.aborted) return signal.reason;
  for (let at: unknown = error; at instanceof Error; at = at.cause) if (isAppError(at)) return at;
  // What a parser says quotes what it read, and that is content: it must not reach a log.
  const quotesContent = error instanceof SyntaxError || (error instanceof Error && error.name === "ZodError");
  return fault.unavailable("sent what the hub cannot read.", {}, quotesContent ? undefined : error);
};
