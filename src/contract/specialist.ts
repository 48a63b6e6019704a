/** A registry entry: a model, a prompt and measured capabilities. */
import { z } from "zod";

export const specialistId = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, "lower-case letters, digits and hyphens");
export const capabilityId = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, "lower-case letters, digits and hyphens");

export const capabilities = z.object({
  primary: z.array(capabilityId),
  /** 0..1 for any capability, the primary ones included. */
  scores: z.record(capabilityId, z.number().min(0).max(1)),
});
export type Capabilities = z.infer<typeof capabilities>;

export const providerName = z.enum(["ollama", "openai", "demo"]);
export type ProviderName = z.infer<typeof providerName>;

export const specialist = z.object({
  id: specialistId,
  /** The short name people type: `apollo`. */
  name: z.string().min(1).max(64),
  role: z.string().min(1).max(200),
  description: z.string().max(1000),
  /** null: whichever provider the hub uses. */
  provider: providerName.nullable(),
  /** null: the hub's default model. */
  model: z.string().min(1).max(200).nullable(),
  system_prompt: z.string().max(32_768),
  capabilities,
  temperature: z.number().min(0).max(2).nullable(),
  max_tokens: z.number().int().positive().nullable(),
  /** Tokens the model is loaded with; null: the hub's default. The same for all that share a model. */
  context_window: z.number().int().positive().nullable(),
  cost: z.object({ per_1k_tokens: z.number().nonnegative().nullable(), currency: z.string().length(3) }),
  enabled: z.boolean(),
  version: z.number().int().positive(),
});
export type Specialist = z.infer<typeof specialist>;
