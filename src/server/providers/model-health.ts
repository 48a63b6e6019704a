/** What to say of a model that can, or cannot, answer, and how it is cured. */

import { isOllamaName } from "#contract/ollama-name.ts";
import type { Health } from "#contract/registry.ts";

/** Whether something can answer; that a specialist is switched off is not known here. */
export type ModelHealth = Omit<Health, "status"> & { readonly status: "available" | "unavailable" };

/** The model to pull where any would do. */
export const suggestedModel = "llama3.2";

export const available: ModelHealth = { status: "available", reason: null, cure: null, missing_model: null };

export const unavailable = (reason: string, cure: string | null = null): ModelHealth => ({
  status: "unavailable",
  reason,
  cure,
  missing_model: null,
});

/** A model that Ollama would have to pull. A name that is none gets no command: it would be typed in a terminal. */
export const missingModel = (reason: string, model: string): ModelHealth =>
  isOllamaName(model) ? { ...unavailable(reason, `ollama pull ${model}`), missing_model: model } : unavailable(reason);
