/** Embeddings by Ollama: texts in, one vector for each out, checked before anybody computes with them. */
import { z } from "zod";
import { ollamaRefusal } from "./ollama-refusal.ts";
import type { Outbound } from "./outbound.ts";
import { outboundFailure } from "./outbound-failure.ts";

/** A thousand vectors of 4,096 numbers, as JSON. */
const maxBytes = 64 * 1024 * 1024;

const embedded = z.object({ embeddings: z.array(z.array(z.unknown())) });

/** Null when a number is missing, is none, or is too large for 32 bits. */
const toVector = (values: readonly unknown[], length: number): Float32Array | null => {
  if (values.length !== length) return null;
  const vector = new Float32Array(length);
  for (let i = 0; i < length; i += 1) {
    const value = values[i];
    if (typeof value !== "number") return null;
    vector[i] = value;
    if (!Number.isFinite(vector[i])) return null;
  }
  return vector;
};

/**
 * One vector for each text, in their order, all of one length of at least 1. A text longer than the
 * model's window is cut by Ollama. Throws as `ChatModel.embed` does.
 */
export const ollamaEmbed = async (
  outbound: Outbound,
  model: string,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Float32Array[]> => {
  const { fault, url } = outbound;
  if (texts.length === 0) return [];
  try {
    const body = JSON.stringify({ model, input: texts, truncate: true });
    const response = await outbound.request({ method: "POST", url: `${url}/api/embed`, body, signal });
    try {
      if (response.status !== 200) throw await ollamaRefusal(response, model, fault);
      const { embeddings } = embedded.parse(JSON.parse(await response.text(maxBytes)));
      if (embeddings.length !== texts.length)
        throw fault.unavailable(`sent ${embeddings.length} embeddings for ${texts.length} texts.`, { model });
      const length = embeddings[0]?.length ?? 0;
      return embeddings.map((values) => {
        const vector = length > 0 ? toVector(values, length) : null;
        if (!vector) throw fault.unavailable("sent embeddings that are not vectors of one length.", { model });
        return vector;
      });
    } finally {
      response.close();
    }
  } catch (error) {
    throw outboundFailure(error, signal, fault);
  }
};
