/** How much memory a hub's process gains from sessions that are in use. */
import { exchange } from "./exchange.ts";
import { memoryMb } from "./process-usage.ts";
import { proseOf } from "./seed-text.ts";
import { shuffled } from "./seeded-random.ts";
import { append, readSession } from "./session-requests.ts";
import { messagesOf, type SeededHub } from "./session-stage.ts";
import { slow } from "./upstream-scripts.ts";

export interface SessionMemory {
  /** Of the database. */
  readonly messages: number;
  /** MiB of the process, warmed up by other sessions. */
  readonly before: number;
  /** After each of so many sessions was read and appended to, some at once. */
  readonly used: { readonly sessions: number; readonly after: number; readonly mbEach: number };
  /** At its most while so many sessions were being answered at the same time, each read meanwhile. */
  readonly answering: { readonly sessions: number; readonly peak: number; readonly mbEach: number };
}

export interface SessionMemoryPlan {
  readonly warmUp: number;
  readonly used: number;
  readonly answering: number;
}

const atOnce = 8;

/** Restarts the hub first. Null where memory cannot be read. */
export async function measureSessionMemory(
  hub: SeededHub,
  plan: SessionMemoryPlan,
  random: () => number,
): Promise<SessionMemory | null> {
  await hub.restart();
  const now = () => memoryMb(hub.pid)?.now ?? Number.NaN;
  const chosen = shuffled(hub.sessions, random);
  const take = (count: number) => chosen.splice(0, count);
  const prose = proseOf(100, random);
  const use = async (sessions: readonly string[]) => {
    const waiting = [...sessions];
    const user = async () => {
      for (let id = waiting.pop(); id; id = waiting.pop()) {
        await readSession(hub.url, id);
        await append(hub.url, id, prose[waiting.length % prose.length] ?? "");
      }
    };
    await Promise.all(Array.from({ length: atOnce }, user));
  };

  await use(take(plan.warmUp));
  const before = now();
  if (Number.isNaN(before)) return null;
  const used = take(plan.used);
  await use(used);
  const after = now();

  let peak = after;
  const timer = setInterval(() => {
    peak = Math.max(peak, now());
  }, 50);
  const answering = take(plan.answering);
  try {
    await Promise.all(answering.map((id) => answerAndRead(hub.url, id)));
  } finally {
    clearInterval(timer);
  }
  return {
    messages: messagesOf(hub.size),
    before,
    used: { sessions: used.length, after, mbEach: (after - before) / used.length },
    answering: { sessions: answering.length, peak, mbEach: (peak - after) / answering.length },
  };
}

/** A long answer on a stream that stays open, and the session read while it comes. */
async function answerAndRead(origin: string, id: string): Promise<void> {
  let reading: Promise<unknown> | undefined;
  await exchange({
    url: new URL(`/api/v2/sessions/${id}/message`, origin),
    method: "POST",
    accept: "text/event-stream",
    body: JSON.stringify({ message: slow.word, stream: true }),
    onData: () => {
      reading ??= readSession(origin, id);
    },
  });
  await reading;
}
