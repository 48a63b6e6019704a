import { AppError } from "#server/kernel/app-error.ts";
import type { ProviderDirectory } from "./provider-directory.ts";

export interface Embedding {
  readonly model: string;
  readonly texts: readonly string[];
  readonly signal: AbortSignal;
}

/** A vector for each text, from Ollama. @throws AppError AI_UNAVAILABLE, BAD_REQUEST; the signal's reason */
export async function embedWith(
  providers: ProviderDirectory,
  { model, texts, signal }: Embedding,
): Promise<Float32Array[]> {
  const provider = providers.get("ollama");
  if (!provider?.chatModel.embed) throw new AppError("AI_UNAVAILABLE", "No provider of this hub embeds texts.");
  return provider.chatModel.embed(model, texts, signal);
}
