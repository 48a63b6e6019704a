/** Ollama's own format: the upstream itself, and the bare proxy in front of it. */
import { AnswerClock } from "./answer-timing.ts";
import type { Door, DoorName } from "./door.ts";
import { exchange } from "./exchange.ts";

const newline = 0x0a;

function countLines(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) lines += 1;
  return lines;
}

export function ollamaDoor(name: DoorName, label: string, origin: string): Door {
  const url = new URL("/api/chat", origin);
  return {
    name,
    judgedBy: "firstMs",
    label,
    ask: async (script) => {
      const clock = new AnswerClock();
      const messages = [{ role: "user", content: script.word }];
      let ended = false;
      await exchange({
        url,
        method: "POST",
        accept: "*/*",
        body: JSON.stringify({ model: "llama3.2:3b", stream: true, messages }),
        onData: (chunk) => {
          // A line is a token, but for the last, which says that it is done.
          ended = chunk.includes('"done":true');
          clock.addTokens(countLines(chunk) - (ended ? 1 : 0));
        },
      });
      if (!ended) throw new Error(`${label}: the answer ended without saying so`);
      return clock.finish(script.tokens);
    },
  };
}
