/**
 * The browser's way: a mutation that starts the run, then a subscription that watches it. Timed from the
 * mutation.
 */
import { z } from "zod";
import { AnswerClock } from "./answer-timing.ts";
import type { Door } from "./door.ts";
import { exchange } from "./exchange.ts";
import { SseData } from "./sse-data.ts";

const started = z.object({ result: z.object({ data: z.object({ run_id: z.string() }) }) });
const watched = z.array(
  z.object({ event: z.object({ type: z.string(), data: z.string().optional(), content: z.string().optional() }) }),
);

/** The text of one batch of the subscription; "" for what is not a batch (the greeting, a ping). */
function textOf(data: string): string {
  const batch = watched.safeParse(JSON.parse(data || "null"));
  if (!batch.success) return "";
  return batch.data
    .map(({ event }) => {
      if (event.type === "error") throw new Error(`the answer failed: ${data}`);
      if (event.type === "snapshot") return event.content ?? "";
      return event.type === "content" ? (event.data ?? "") : "";
    })
    .join("");
}

export function trpcDoor(origin: string): Door {
  const send = new URL("/api/trpc/runs.start", origin);
  const watch = (runId: string) => {
    const url = new URL("/api/trpc/runs.watch", origin);
    url.searchParams.set("input", JSON.stringify({ runs: [{ run_id: runId, after: 0 }] }));
    return url;
  };
  return {
    name: "trpc",
    judgedBy: "firstMs",
    label: "tRPC",
    ask: async (script) => {
      const clock = new AnswerClock();
      const chunks: Buffer[] = [];
      await exchange({
        url: send,
        method: "POST",
        accept: "application/json",
        body: JSON.stringify({ specialist: "numa-ai", content: script.word }),
        onData: (chunk) => chunks.push(chunk),
      });
      const { run_id } = started.parse(JSON.parse(Buffer.concat(chunks).toString())).result.data;
      const sse = new SseData();
      await exchange({
        url: watch(run_id),
        method: "GET",
        accept: "text/event-stream",
        onData: (bytes) => {
          for (const data of sse.push(bytes)) clock.addText(textOf(data));
        },
      });
      return clock.finish(script.tokens);
    },
  };
}
