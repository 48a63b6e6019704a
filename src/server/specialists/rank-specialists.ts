/** Who is best at a capability: its primary owners, then by score; of equals the one registered first. Pure. */
import { declaredScore } from "#contract/declared-capabilities.ts";
import type { NewSpecialist } from "#contract/registry.ts";

/** An entry of the registry, or one as it is written. */
type Ranked = Required<Pick<NewSpecialist, "id" | "capabilities">>;

/** The score that counts for a capability, 0..1: the declared one, or what was learned. */
export type ScoreOf = (specialist: Ranked, capability: string) => number;

export const byDeclaredScore: ScoreOf = ({ capabilities }, capability) => declaredScore(capabilities, capability) ?? 0;

/** The higher, the better suited; 0: it does not have the capability. */
export function rankFor(specialist: Ranked, capability: string, scoreOf: ScoreOf = byDeclaredScore): number {
  return (specialist.capabilities.primary.includes(capability) ? 10 : 0) + scoreOf(specialist, capability);
}

/** The best first; those without the capability are left out. Hand in only those who may be chosen. */
export function rankSpecialists<T extends Ranked>(
  mayBeChosen: readonly T[],
  capability: string,
  scoreOf: ScoreOf = byDeclaredScore,
): T[] {
  return mayBeChosen
    .map((specialist) => ({ specialist, rank: rankFor(specialist, capability, scoreOf) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ specialist }) => specialist);
}
