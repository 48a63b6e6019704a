/** The hub's whole answer as JSON: its first token comes with its last. */
import { z } from "zod";
import { AnswerClock } from "./answer-timing.ts";
import type { Door } from "./door.ts";
import { exchange } from "./exchange.ts";

const answer = z.object({ response: z.string() });

export function jsonDoor(origin: string): Door {
  const url = new URL("/api/v2/ai/numa-ai/stream", origin);
  return {
    name: "json",
    judgedBy: "wholeMs",
    label: "JSON, whole",
    ask: async (script) => {
      const clock = new AnswerClock();
      const chunks: Buffer[] = [];
      await exchange({
        url,
        method: "POST",
        accept: "application/json",
        body: JSON.stringify({ content: script.word }),
        onData: (chunk) => chunks.push(chunk),
      });
      clock.addText(answer.parse(JSON.parse(Buffer.concat(chunks).toString())).response);
      return clock.finish(script.tokens);
    },
  };
}
