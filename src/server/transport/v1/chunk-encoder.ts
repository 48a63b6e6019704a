/** A run's events as the original's chat stream: `chunk`s, then `complete` or `error`. */
import type { LoggedEvent, RunEvent } from "#contract/run-events.ts";
import { TextSoFar } from "./text-so-far.ts";

interface Origin {
  readonly specialistId: string;
  readonly name: string;
  /** Whether each chunk carries metadata. */
  readonly metadata: boolean;
  /** Milliseconds since the request. */
  readonly elapsed: () => number;
}

/** Returns what turns each event of one run into a frame; "" for those the original did not have. */
export function createChunkEncoder(origin: Origin): (entry: LoggedEvent) => string {
  const text = new TextSoFar();
  let chunks = 0;
  let model = "";
  const seconds = () => Math.round(origin.elapsed()) / 1000;
  const metadata = () =>
    origin.metadata
      ? {
          chunk_index: chunks,
          elapsed_time: seconds(),
          total_tokens_so_far: text.estimatedTokens,
          specialist_id: origin.specialistId,
          ai_name: origin.name,
          model,
        }
      : null;
  const encode = (event: RunEvent): object | null => {
    switch (event.type) {
      case "start":
        model = event.model;
        return null;
      case "content":
      case "snapshot": {
        const content = text.take(event);
        if (content === "") return null;
        const chunk = { type: "chunk", content, metadata: metadata() };
        chunks += 1;
        return chunk;
      }
      case "done":
        return {
          type: "complete",
          content: "",
          metadata: metadata(),
          summary: {
            total_chunks: chunks,
            total_tokens: event.usage.completion_tokens.value ?? text.estimatedTokens,
            total_time: seconds(),
            specialist_id: origin.specialistId,
            model,
          },
        };
      case "error":
        return {
          type: "error",
          error: event.error.message,
          specialist_id: origin.specialistId,
          ...(text.all !== "" && { partial_response: text.all }),
        };
      default:
        return null;
    }
  };
  return ({ event }) => {
    const data = encode(event);
    return data ? `data: ${JSON.stringify(data)}\n\n` : "";
  };
}
