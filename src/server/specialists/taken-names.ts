import type { SpecialistFields } from "#contract/specialist.ts";

type Named = Pick<SpecialistFields, "id" | "name">;

/** What must mean this entry alone when it is typed; a name's `-ai` comes before another's own name. */
const meantBy = ({ id, name }: Named): string[] => [name, id, `${name}-ai`];

/** The names of a registry, to find out quickly who else would be meant by one entry's. */
export class TakenNames {
  readonly #owners = new Map<string, Set<string>>();

  constructor(all: readonly Named[]) {
    for (const entry of all) {
      for (const name of meantBy(entry)) this.#owners.set(name, (this.#owners.get(name) ?? new Set()).add(entry.id));
    }
  }

  /** Another entry that people mean by this one's id or name; null when there is none. */
  otherOwner({ id, name }: Named): string | null {
    for (const meant of meantBy({ id, name })) {
      for (const owner of this.#owners.get(meant) ?? []) if (owner !== id) return owner;
    }
    return null;
  }
}
