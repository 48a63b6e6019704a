/** Closed-loop load: so many askers, each asking again as soon as it has its answer. */
import type { AnswerTiming } from "./answer-timing.ts";
import type { Door } from "./door.ts";
import type { UpstreamScript } from "./upstream-scripts.ts";

interface Load {
  readonly script: UpstreamScript;
  readonly streams: number;
  readonly windowMs: number;
  /** The askers begin evenly over this time, so that they do not stay in step. */
  readonly staggerMs: number;
}

/** Every answer asked for within the window; resolves when the last of them has ended. */
export async function keepAsking(
  door: Door,
  { script, streams, windowMs, staggerMs }: Load,
): Promise<readonly AnswerTiming[]> {
  const until = performance.now() + windowMs;
  const answers: AnswerTiming[] = [];
  const asker = async (waitMs: number) => {
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    while (performance.now() < until) answers.push(await door.ask(script));
  };
  await Promise.all(Array.from({ length: streams }, (_, i) => asker((i * staggerMs) / streams)));
  return answers;
}
