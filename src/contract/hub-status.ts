/** What the hub is running on: shown by `/api/ready`, on the console at start, and in the browser. */
import { z } from "zod";
import { providerName } from "./specialist.ts";

export const providerStatus = z.object({
  name: providerName,
  status: z.enum(["up", "down", "off"]),
  /** Where it is; null for the built-in demo provider. Never carries credentials. */
  url: z.string().nullable(),
  models: z.number().int().nonnegative(),
});
export type ProviderStatus = z.infer<typeof providerStatus>;

export const hubStatus = z.object({
  provider: providerName,
  default_model: z.string().nullable(),
  /** What to do for real answers; null when a real provider answers. */
  advice: z.string().nullable(),
  providers: z.array(providerStatus),
});
export type HubStatus = z.infer<typeof hubStatus>;
