/** First tokens when so many ask at the same instant: the worst a crowd can do. */
import type { AnswerTiming } from "./answer-timing.ts";
import type { Door, DoorName } from "./door.ts";
import type { Timings } from "./measure-in-turn.ts";
import { shuffled } from "./seeded-random.ts";
import { atOnce } from "./upstream-scripts.ts";

export async function measureAtOnce(
  doors: readonly Door[],
  { streams, bursts }: { readonly streams: number; readonly bursts: number },
  random: () => number,
): Promise<Timings> {
  const timings = new Map<DoorName, AnswerTiming[]>(doors.map((door) => [door.name, []]));
  for (let i = 0; i < bursts; i++) {
    for (const door of shuffled(doors, random)) {
      timings.get(door.name)?.push(...(await Promise.all(Array.from({ length: streams }, () => door.ask(atOnce)))));
    }
  }
  return timings;
}
