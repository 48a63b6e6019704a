/**
 * How soon a reader of a session's answer has what it missed, after its connection was cut.
 *
 * The reader does as EventSource: it waits as long as the stream told it to, then comes back on a new
 * connection with the id of the last event it had.
 */
import { Agent, request } from "undici";
import { isFinalEvent, type LoggedEvent, runEvent } from "#contract/run-events.ts";
import { applyRunEvent, emptyRunState, leavesGap } from "#contract/run-state.ts";
import { shuffled } from "./seeded-random.ts";
import type { SeededHub } from "./session-stage.ts";
import { SseBlocks, sseField } from "./sse-data.ts";
import { quantile } from "./statistics.ts";
import { lasting, toFakeScript } from "./upstream-scripts.ts";

export interface RecoveryPlan {
  /** Answered at the same time, each with a reader of its own. */
  readonly sessions: number;
  /** Of each reader. */
  readonly drops: number;
  /** Of each answer, at 60 tokens a second: long enough for all drops. */
  readonly seconds: number;
}

export interface RecoveryFigures {
  readonly sessions: number;
  readonly drops: number;
  /** What the stream tells EventSource to wait before it comes back, ms. */
  readonly retryMs: number;
  /** Until the first missed event was there, ms. */
  readonly fromDrop: { readonly p50: number; readonly p99: number };
  readonly fromReconnect: { readonly p50: number; readonly p99: number };
  readonly lost: number;
  readonly twice: number;
}

interface Reading {
  readonly drops: readonly { readonly fromDrop: number; readonly fromReconnect: number }[];
  readonly retryMs: number;
  readonly lost: number;
  readonly twice: number;
}

export async function measureRecovery(
  { url, sessions }: SeededHub,
  plan: RecoveryPlan,
  random: () => number,
): Promise<RecoveryFigures> {
  // Without keep-alive: after a cut, a reader has no connection to come back on.
  const agent = new Agent({ pipelining: 0 });
  try {
    const readings = await Promise.all(
      shuffled(sessions, random)
        .slice(0, plan.sessions)
        .map((session) => readWithDrops({ agent, url, session }, plan, random)),
    );
    const drops = readings.flatMap((reading) => reading.drops);
    const times = (of: "fromDrop" | "fromReconnect") => {
      const samples = drops.map((drop) => drop[of]);
      return { p50: quantile(samples, 0.5), p99: quantile(samples, 0.99) };
    };
    const sum = (of: "lost" | "twice") => readings.reduce((total, reading) => total + reading[of], 0);
    return {
      sessions: readings.length,
      drops: drops.length,
      retryMs: readings[0]?.retryMs ?? Number.NaN,
      fromDrop: times("fromDrop"),
      fromReconnect: times("fromReconnect"),
      lost: sum("lost"),
      twice: sum("twice"),
    };
  } finally {
    await agent.close();
  }
}

/** One answer to its end. Rejects when what was read is not what the model said, though no event was lost. */
async function readWithDrops(
  { agent, url, session }: { readonly agent: Agent; readonly url: string; readonly session: string },
  plan: RecoveryPlan,
  random: () => number,
): Promise<Reading> {
  const script = lasting(plan.seconds);
  const drops: Reading["drops"][number][] = [];
  let state = emptyRunState;
  let [lost, twice, retryMs] = [0, 0, Number.NaN];
  let runId = "";
  let cut = { atMs: Number.NaN, backAtMs: Number.NaN };

  const take = (entry: LoggedEvent) => {
    if (!Number.isNaN(cut.atMs)) {
      const now = performance.now();
      drops.push({ fromDrop: now - cut.atMs, fromReconnect: now - cut.backAtMs });
      cut = { atMs: Number.NaN, backAtMs: Number.NaN };
    }
    if (entry.seq <= state.seq) twice += 1;
    else if (leavesGap(state, entry)) lost += entry.seq - state.seq - 1;
    state = applyRunEvent(state, entry);
    runId = entry.event.run_id;
  };

  /** Reads until the end, or for so long. Returns whether the answer has ended. */
  const read = async (stream: AsyncIterable<Buffer>, forMs: number): Promise<boolean> => {
    const blocks = new SseBlocks();
    const until = performance.now() + forMs;
    // Leaving the loop cuts the connection.
    for await (const chunk of stream) {
      for (const block of blocks.push(chunk)) {
        const retry = sseField(block, "retry");
        if (retry !== undefined) retryMs = Number(retry);
        const data = sseField(block, "data");
        if (data === undefined) continue;
        const event = runEvent.parse(JSON.parse(data));
        take({ seq: Number(sseField(block, "id")?.split(":")[1]), event });
        if (isFinalEvent(event)) return true;
      }
      if (performance.now() >= until) return false;
    }
    throw new Error(`the stream of a run in ${session} ended without its last event`);
  };
  let cuts = 0;
  const untilNextCut = () => (cuts++ < plan.drops ? 20 + random() * 80 : Number.POSITIVE_INFINITY);

  const asked = await request(new URL(`/api/v2/sessions/${session}/message`, url), {
    dispatcher: agent,
    method: "POST",
    headers: { accept: "text/event-stream", "content-type": "application/json" },
    body: JSON.stringify({ message: script.word, stream: true }),
  });
  let ended = await read(asked.body, untilNextCut());
  while (!ended) {
    const atMs = performance.now();
    await new Promise((resolve) => setTimeout(resolve, retryMs));
    cut = { atMs, backAtMs: performance.now() };
    const resumed = await request(new URL(`/api/v2/runs/${runId}/stream`, url), {
      dispatcher: agent,
      headers: { accept: "text/event-stream", "last-event-id": `${runId}:${state.seq}` },
    });
    ended = await read(resumed.body, untilNextCut());
  }
  if (lost === 0 && state.content !== toFakeScript(script).tokens?.join("")) {
    throw new Error(`what was read of a run in ${session} is not what the model said`);
  }
  return { drops, retryMs, lost, twice };
}
