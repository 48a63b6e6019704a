/** Who gets a message: ids in the order of the lanes. The same id twice is two lanes. */
import { limits } from "#contract/limits.ts";

export type LaneChoice = readonly string[];

export const countOf = (choice: LaneChoice, id: string): number => choice.filter((chosen) => chosen === id).length;

/** One lane more of `id`, beside its others; unchanged when there is no room. */
export function addLane(choice: LaneChoice, id: string): LaneChoice {
  if (choice.length >= limits.lanes) return choice;
  const at = choice.lastIndexOf(id);
  return at < 0 ? [...choice, id] : choice.toSpliced(at + 1, 0, id);
}

export function removeLane(choice: LaneChoice, id: string): LaneChoice {
  const at = choice.lastIndexOf(id);
  return at < 0 ? choice : choice.toSpliced(at, 1);
}

export const removeAll = (choice: LaneChoice, id: string): LaneChoice => choice.filter((chosen) => chosen !== id);

/** What was kept from last time, without those that are gone; null when there is nothing of use. */
export function readChoice(stored: string | null, available: readonly string[]): LaneChoice | null {
  if (stored === null) return null;
  const ids = stored.split(",").filter((id) => available.includes(id));
  return ids.length > 0 || stored === "" ? ids.slice(0, limits.lanes) : null;
}

export const writeChoice = (choice: LaneChoice): string => choice.join(",");
