/** An id and a name for the copy of an entry: `apollo-copy`, or with a number when that is taken. */
import type { Taken } from "./check-draft.ts";

/** Room for `-copy-99-ai` in the 63 characters of an id. */
const stemChars = 50;

export function freeId(name: string, taken: readonly Taken[]): Taken {
  const used = new Set(taken.flatMap((one) => [one.id, one.name]));
  for (let i = 1; ; i++) {
    const copy = `${name.slice(0, stemChars)}-copy${i === 1 ? "" : `-${i}`}`;
    if (!used.has(copy) && !used.has(`${copy}-ai`)) return { id: `${copy}-ai`, name: copy };
  }
}
