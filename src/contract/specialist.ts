/** A registry entry: a model, a prompt and measured capabilities. */
import { z } from "zod";

const idForm = /^[a-z][a-z0-9-]{0,62}$/;
const idSays = "lower-case letters, digits and hyphens, beginning with a letter";
/** Words that mean something where a specialist's id or name may stand. */
const reserved: readonly string[] = ["auto", "all", "team", "new", "export", "import", "deleted"];
const notReserved = (id: string) => !reserved.includes(id);
const reservedSays = `must not be one of ${reserved.join(", ")}`;

export const specialistId = z.string().regex(idForm, idSays).refine(notReserved, reservedSays);
export const capabilityId = z.string().regex(idForm, idSays);

export const capabilities = z.strictObject({
  primary: z.array(capabilityId).max(64),
  /** 0..1 for any capability, the primary ones included. */
  scores: z.record(capabilityId, z.number().min(0).max(1)),
  /** Those whose learned score the router uses instead of the declared one. */
  learned: z.array(capabilityId).max(64).default([]),
});
export type Capabilities = z.infer<typeof capabilities>;

export const providerName = z.enum(["ollama", "openai", "demo"]);
export type ProviderName = z.infer<typeof providerName>;

/** What an admin writes of a specialist: an entry without its version. */
export const specialistFields = z.strictObject({
  id: specialistId,
  /** The short name people type: `apollo`. */
  name: z.string().regex(idForm, idSays).refine(notReserved, reservedSays),
  role: z.string().trim().min(1).max(200),
  description: z.string().max(1000),
  /** null: whichever provider the hub uses. */
  provider: providerName.nullable(),
  /** null: the hub's default model. */
  model: z.string().trim().min(1).max(200).nullable(),
  system_prompt: z.string().max(32_768),
  capabilities,
  temperature: z.number().min(0).max(2).nullable(),
  max_tokens: z.number().int().min(1).max(1_000_000).nullable(),
  /** Tokens the model is loaded with; null: the hub's default. The same for all that share a model. */
  context_window: z.number().int().min(256).max(10_000_000).nullable(),
  cost: z.strictObject({
    per_1k_tokens: z.number().nonnegative().nullable(),
    currency: z.string().regex(/^[A-Z]{3}$/, "three capital letters, such as USD"),
  }),
  enabled: z.boolean(),
});
export type SpecialistFields = z.infer<typeof specialistFields>;

export const specialist = specialistFields.extend({
  /** Counts the entry's changes, from 1. */
  version: z.number().int().positive(),
});
export type Specialist = z.infer<typeof specialist>;
