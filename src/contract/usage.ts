/** Token counts and times that say where they come from: a missing figure is never zero. */
import { z } from "zod";

export const countSource = z.enum(["measured", "estimated", "partial", "cached", "unknown"]);
export type CountSource = z.infer<typeof countSource>;

/** `value` is null exactly when nothing is known. */
export const tokenCount = z.object({ value: z.number().int().nonnegative().nullable(), source: countSource });
export type TokenCount = z.infer<typeof tokenCount>;

export const usage = z.object({ prompt_tokens: tokenCount, completion_tokens: tokenCount });
export type Usage = z.infer<typeof usage>;

export const unknownUsage: Usage = {
  prompt_tokens: { value: null, source: "unknown" },
  completion_tokens: { value: null, source: "unknown" },
};

/** Prompt + completion tokens as far as known; null when neither is. */
export function tokensUsed(u: Usage): number | null {
  const { prompt_tokens: p, completion_tokens: c } = u;
  return p.value === null && c.value === null ? null : (p.value ?? 0) + (c.value ?? 0);
}

/**
 * Milliseconds. `first_token_ms` counts from the request to the first non-empty thinking or content,
 * `queue_ms` is the part of it spent waiting for a place, `provider_ms` the provider's own statement
 * of its work; null means it did not happen or was not said.
 */
export const timing = z.object({
  queue_ms: z.number().nullable(),
  first_token_ms: z.number().nullable(),
  duration_ms: z.number().nullable(),
  provider_ms: z.number().nullable(),
});
export type Timing = z.infer<typeof timing>;
