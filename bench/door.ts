/** A way to ask for an answer. Every door asks the same upstream for the same tokens. */
import type { AnswerTiming } from "./answer-timing.ts";
import type { UpstreamScript } from "./upstream-scripts.ts";

export type DoorName = "direct" | "proxy" | "sse" | "sse-v1" | "json" | "trpc";

export interface Door {
  readonly name: DoorName;
  /** Which of an answer's times this door is judged by: a whole answer has no first token. */
  readonly judgedBy: "firstMs" | "wholeMs";
  /** For people. */
  readonly label: string;
  /** Asks once, reads the whole answer. Rejects when it fails or is not whole. */
  ask(script: UpstreamScript): Promise<AnswerTiming>;
}
