/** The hub's event streams: the current one and the original's. */
import { z } from "zod";
import { AnswerClock } from "./answer-timing.ts";
import type { Door, DoorName } from "./door.ts";
import { exchange } from "./exchange.ts";
import { SseData } from "./sse-data.ts";

interface Dialect {
  readonly name: DoorName;
  readonly label: string;
  readonly path: string;
  readonly body: (prompt: string) => object;
  /** The text an event brings, "" for none. Throws for an error event. */
  readonly textOf: (data: unknown) => string;
}

const event = z.object({ type: z.string(), data: z.string().optional(), error: z.unknown().optional() });
const chunk = z.object({ type: z.string(), content: z.string().optional(), error: z.unknown().optional() });

const refuseError = ({ type, error }: { type: string; error?: unknown }) => {
  if (type === "error") throw new Error(`the answer failed: ${JSON.stringify(error)}`);
};

export const sseV2: Dialect = {
  name: "sse",
  label: "SSE",
  path: "/api/v2/ai/numa-ai/stream",
  body: (content) => ({ content }),
  textOf: (data) => {
    const said = event.parse(data);
    refuseError(said);
    return said.type === "content" ? (said.data ?? "") : "";
  },
};

export const sseV1: Dialect = {
  name: "sse-v1",
  label: "SSE, original's",
  path: "/api/chat/numa-ai/stream",
  body: (message) => ({ message }),
  textOf: (data) => {
    const said = chunk.parse(data);
    refuseError(said);
    return said.type === "chunk" ? (said.content ?? "") : "";
  },
};

export function sseDoor({ name, label, path, body, textOf }: Dialect, origin: string): Door {
  const url = new URL(path, origin);
  return {
    name,
    judgedBy: "firstMs",
    label,
    ask: async (script) => {
      const clock = new AnswerClock();
      const sse = new SseData();
      await exchange({
        url,
        method: "POST",
        accept: "text/event-stream",
        body: JSON.stringify(body(script.word)),
        onData: (bytes) => {
          for (const data of sse.push(bytes)) clock.addText(textOf(JSON.parse(data)));
        },
      });
      return clock.finish(script.tokens);
    },
  };
}
