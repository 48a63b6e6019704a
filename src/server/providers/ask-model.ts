/** One short answer of a model of the current provider, for the hub's own questions. */
import { AppError } from "#server/kernel/app-error.ts";
import { unlessAborted } from "#server/kernel/unless-aborted.ts";
import type { ProviderDirectory } from "./provider-directory.ts";

export interface Question {
  readonly model: string;
  /** Tokens the model is loaded with by those who use it: another number would load it again. */
  readonly contextWindow: number | null;
  readonly signal: AbortSignal;
}

/** Enough for a name, with a little to spare. */
const answerTokens = 24;

/**
 * Waits for a place like any run.
 * @throws AppError AI_UNAVAILABLE, TIMEOUT, QUEUE_FULL, BAD_REQUEST; the signal's reason
 */
export async function askModel(
  providers: ProviderDirectory,
  prompt: string,
  { model, contextWindow, signal }: Question,
): Promise<string> {
  const { provider } = providers.choose({ provider: null, model });
  const place = provider.admission.reserve();
  try {
    await unlessAborted(place.granted, signal);
    let text = "";
    const request = {
      model,
      messages: [{ role: "user" as const, content: prompt }],
      temperature: 0,
      maxTokens: answerTokens,
      contextWindow,
    };
    for await (const delta of provider.chatModel.chat(request, signal)) {
      if (delta.type === "content") text += delta.text;
      if (delta.type === "end") return text;
    }
    throw new AppError("AI_UNAVAILABLE", `${model} broke off in its answer.`);
  } finally {
    place.release();
  }
}
