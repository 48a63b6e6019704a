/** One stream at a time: every door in turn, in an order of chance, so that a slow moment hits all alike. */
import type { AnswerTiming } from "./answer-timing.ts";
import type { Door, DoorName } from "./door.ts";
import { shuffled } from "./seeded-random.ts";
import { atOnce } from "./upstream-scripts.ts";

/** The answers of each door; those at the same index were asked next to each other. */
export type Timings = ReadonlyMap<DoorName, readonly AnswerTiming[]>;

export async function measureInTurn(doors: readonly Door[], answers: number, random: () => number): Promise<Timings> {
  const timings = new Map<DoorName, AnswerTiming[]>(doors.map((door) => [door.name, []]));
  for (let i = 0; i < answers; i++) {
    for (const door of shuffled(doors, random)) timings.get(door.name)?.push(await door.ask(atOnce));
  }
  return timings;
}
