/** Which of many specialists are drawn to choose from: of a few all, of many those that what is typed finds. */

interface Choosable {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

/** More than these are searched; up to here everybody is seen at a glance. */
const fewAtMost = 40;
/** As many as a reader looks through; typing on finds the others. */
export const drawnAtMost = 50;

export const areMany = (specialists: readonly Choosable[]): boolean => specialists.length > fewAtMost;

/** In their order. Those that are chosen are always among them; `more`: how many others fit. */
export function narrowChoices<T extends Choosable>(
  specialists: readonly T[],
  typed: string,
  chosen: readonly string[],
): { drawn: readonly T[]; more: number } {
  if (!areMany(specialists)) return { drawn: specialists, more: 0 };
  const wanted = typed.trim().toLowerCase();
  const kept = new Set(chosen);
  const found = specialists.filter(
    ({ id, name, role }) => !kept.has(id) && `${name} ${id} ${role}`.toLowerCase().includes(wanted),
  );
  const room = Math.max(0, drawnAtMost - kept.size);
  const ids = new Set([...kept, ...found.slice(0, room).map(({ id }) => id)]);
  return { drawn: specialists.filter(({ id }) => ids.has(id)), more: Math.max(0, found.length - room) };
}
