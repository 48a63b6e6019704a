/** What is measured of sessions: requests about those of a hub, in an order of chance. */
import { proseOf } from "./seed-text.ts";
import { shuffled } from "./seeded-random.ts";
import {
  acknowledge,
  append,
  askUpstream,
  createSession,
  pageMessages,
  readSession,
  windowMessages,
} from "./session-requests.ts";
import type { SeededHub, SessionStage } from "./session-stage.ts";

export type OperationName = "upstream" | "create" | "read" | "append" | "acknowledge";

export interface SessionOperation {
  readonly name: OperationName;
  /** For people. */
  readonly label: string;
  /** The process that does the work. */
  readonly pid: number;
  /** Does it once; milliseconds from the request. Rejects when the answer is not the one it must be. */
  readonly ask: () => Promise<number>;
}

/** What an append cannot be faster than. */
export function upstreamOperation({ url, pid }: SessionStage["upstream"], random: () => number): SessionOperation {
  const [question = "", ...earlier] = proseOf(1 + windowMessages, random);
  return {
    name: "upstream",
    label: "the upstream, asked directly",
    pid,
    ask: () => askUpstream(url, earlier, question),
  };
}

export function sessionOperations(
  { url, pid, sessions }: SeededHub,
  random: () => number,
): readonly SessionOperation[] {
  const anyOf = (items: readonly string[]) => items[Math.floor(random() * items.length)] ?? "";
  const prose = proseOf(100, random);
  // One after another, because a session that is being answered refuses the next message.
  const inTurn = shuffled(sessions, random);
  let turn = 0;
  const next = () => inTurn[turn++ % inTurn.length] ?? "";
  const operation = (name: OperationName, label: string, ask: () => Promise<number>): SessionOperation => ({
    name,
    label,
    pid,
    ask,
  });
  return [
    operation("create", "create", () => createSession(url)),
    operation("read", `read, newest ${pageMessages} messages`, () => readSession(url, anyOf(sessions))),
    operation("append", "append, whole answer", () => append(url, next(), anyOf(prose))),
    operation("acknowledge", "append, first event", () => acknowledge(url, next(), anyOf(prose))),
  ];
}
