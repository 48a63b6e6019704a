/**
 * Small JSON answers of a provider, such as its list of models: within seconds, or the provider
 * counts as down.
 */
import type { z } from "zod";
import { AppError, isAppError } from "#server/kernel/app-error.ts";
import type { Outbound } from "./outbound.ts";
import type { Deadlines } from "./outbound-deadlines.ts";
import { outboundFailure } from "./outbound-failure.ts";

const maxBytes = 8 * 1024 * 1024;
const deadlines: Deadlines = { firstByteMs: 5000, idleMs: 5000, totalMs: 10_000 };

/** Throws AppError AI_UNAVAILABLE for anything but 200 and a body of that shape, or the signal's reason. */
export const getOutboundJson = async <T>(
  outbound: Outbound,
  path: string,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<T> => {
  try {
    const response = await outbound.request({ method: "GET", url: outbound.url + path, signal, deadlines });
    try {
      if (response.status === 200) return schema.parse(JSON.parse(await response.text(maxBytes)));
      throw outbound.fault.unavailable(`answered ${path} with status ${response.status}.`, { status: response.status });
    } finally {
      response.close();
    }
  } catch (error) {
    const failure = outboundFailure(error, signal, outbound.fault);
    if (isAppError(failure) && failure.code === "TIMEOUT")
      throw new AppError("AI_UNAVAILABLE", failure.message, failure.details);
    throw failure;
  }
};
