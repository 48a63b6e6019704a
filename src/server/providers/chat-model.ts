/**
 * The port every provider of models stands behind.
 *
 * An adapter turns one request into a stream of deltas and third-party failures into AppErrors. It
 * owns its sockets and its three deadlines; it keeps no state between runs. It decides nothing about
 * queues, logs or storage.
 */
import type { ProviderName } from "#contract/specialist.ts";

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly temperature: number | null;
  readonly maxTokens: number | null;
  /** Tokens to load the model with; null leaves it to the provider. */
  readonly contextWindow: number | null;
}

export type ChatDelta =
  /** The provider took the request (its headers said so). At most once, first. */
  | { readonly type: "accepted" }
  | { readonly type: "thinking"; readonly text: string }
  | { readonly type: "content"; readonly text: string }
  | ChatEnd;

/**
 * The one last delta of a successful stream; a stream that ends without it has failed.
 * Counts are the provider's own words; null is "it did not say".
 */
export interface ChatEnd {
  readonly type: "end";
  readonly finishReason: "stop" | "length";
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  /** Milliseconds of the provider's own work, as it states them. */
  readonly providerMs: number | null;
  /** Sentences for the caller, such as "the prompt was cut to fit the context window". */
  readonly warnings: readonly string[];
}

export interface ModelInfo {
  readonly name: string;
  readonly sizeBytes: number | null;
  readonly contextWindow: number | null;
  readonly loaded: boolean | null;
}

/** One step of a pull, as the provider tells it. */
export interface PullStep {
  /** Its own word, one short line. */
  readonly status: string;
  /** The layer that `completed` and `total`, bytes, are of; all three are null for a step without one. */
  readonly digest: string | null;
  readonly completed: number | null;
  readonly total: number | null;
}

export interface ChatModel {
  readonly name: ProviderName;
  /** For people: the base URL without credentials; null for a built-in provider. */
  readonly url: string | null;
  /**
   * Streams one answer. Throws AppError AI_UNAVAILABLE (down, refused, broken stream), TIMEOUT (a
   * deadline) or BAD_REQUEST (the provider will not take the request), and the signal's reason when
   * aborted; an abort closes the socket at once.
   */
  chat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatDelta>;
  /**
   * One vector for each text, in their order, all of one length, not necessarily normalised. Absent
   * where the provider has no embeddings. Throws as `chat` does; BAD_REQUEST also for a model that
   * cannot embed.
   */
  embed?(model: string, texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
  /** What it can run now. Throws AppError AI_UNAVAILABLE when it does not answer. */
  models(signal: AbortSignal): Promise<ModelInfo[]>;
  /**
   * Fetches a model to where the provider keeps them; ends when it is there, and throws as `chat` does
   * when it is not. May take hours. Absent where the provider cannot.
   */
  pull?(model: string, signal: AbortSignal): AsyncIterable<PullStep>;
  /** Gives up its sockets, idle ones too. */
  close(): Promise<void>;
}
