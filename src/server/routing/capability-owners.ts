/** Who has each capability, the best suited one of those who may answer. */
import { capabilityNames } from "#contract/declared-capabilities.ts";
import type { NewSpecialist } from "#contract/registry.ts";

/** What routing needs to know of who may answer. */
export type Candidate = Required<Pick<NewSpecialist, "id" | "capabilities">>;

/** A specialist's id by capability. */
export type Owners = ReadonlyMap<string, string>;

/** How well a specialist is suited to a capability: the higher, the better; 0: it does not have it. */
export type RankOf = (specialist: Candidate, capability: string) => number;

/** Of equals the one handed in first. */
export function capabilityOwners(mayAnswer: readonly Candidate[], rankOf: RankOf): Owners {
  const best = new Map<string, { readonly id: string; readonly rank: number }>();
  for (const specialist of mayAnswer) {
    for (const capability of capabilityNames(specialist.capabilities)) {
      const rank = rankOf(specialist, capability);
      if (rank > (best.get(capability)?.rank ?? 0)) best.set(capability, { id: specialist.id, rank });
    }
  }
  return new Map([...best].map(([capability, { id }]) => [capability, id]));
}
