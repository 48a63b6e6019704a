/** Who has which capability, the best first: its primary owners, then by score; of equals the one registered first. */
import type { Specialist } from "#contract/specialist.ts";

/** Specialists' ids by capability. */
export type Owners = ReadonlyMap<string, readonly string[]>;

/** Hand in only those who may answer: enabled and not excluded. */
export function capabilityOwners(available: readonly Pick<Specialist, "id" | "capabilities">[]): Owners {
  const ranked = new Map<string, { id: string; rank: number }[]>();
  for (const { id, capabilities } of available) {
    const { primary, scores } = capabilities;
    for (const capability of new Set([...primary, ...Object.keys(scores)])) {
      const rank = (primary.includes(capability) ? 10 : 0) + (scores[capability] ?? 0);
      if (rank > 0) ranked.set(capability, [...(ranked.get(capability) ?? []), { id, rank }]);
    }
  }
  const bestFirst = (owners: { id: string; rank: number }[]) =>
    owners.toSorted((a, b) => b.rank - a.rank).map(({ id }) => id);
  return new Map([...ranked].map(([capability, owners]) => [capability, bestFirst(owners)]));
}
