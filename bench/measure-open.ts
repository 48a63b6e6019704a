/** First tokens while so many streams stay open, each at 60 tokens a second, each followed by the next. */
import type { AnswerTiming } from "./answer-timing.ts";
import type { Door, DoorName } from "./door.ts";
import { keepAsking } from "./keep-asking.ts";
import type { Timings } from "./measure-in-turn.ts";
import { shuffled } from "./seeded-random.ts";
import { flowing } from "./upstream-scripts.ts";

export async function measureOpen(
  doors: readonly Door[],
  { streams, windowMs }: { readonly streams: number; readonly windowMs: number },
  random: () => number,
): Promise<Timings> {
  const timings = new Map<DoorName, readonly AnswerTiming[]>();
  const staggerMs = flowing.tokens * flowing.tokenMs;
  for (const door of shuffled(doors, random)) {
    timings.set(door.name, await keepAsking(door, { script: flowing, streams, windowMs, staggerMs }));
  }
  return timings;
}
