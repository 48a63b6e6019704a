import type { z } from "zod";
import { capabilityNames } from "#contract/declared-capabilities.ts";
import type { DiscoveredAi, discoveryQuery } from "#contract/discovery.ts";
import type { Specialist } from "#contract/specialist.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { describeAi } from "./describe-ai.ts";
import type { DiscoveryDeps, SeenHub } from "./discovery-deps.ts";

export interface FoundAis {
  readonly ais: readonly DiscoveredAi[];
  readonly total: number;
  /** ISO 8601 */
  readonly timestamp: string;
}

type Query = z.output<typeof discoveryQuery>;

/** Those that pass every filter that was given, in the order of the registry. */
export function findAis(deps: DiscoveryDeps, _actor: Actor, query: Query, seen: SeenHub): FoundAis {
  const ais = deps
    .registry()
    .filter((specialist) => passes(deps, specialist, query))
    .map((specialist) => describeAi(deps, specialist, seen));
  return { ais, total: ais.length, timestamp: new Date(deps.clock.now()).toISOString() };
}

function passes(deps: DiscoveryDeps, specialist: Specialist, { role, status, capability, min_score }: Query): boolean {
  if (role !== undefined && !specialist.role.toLowerCase().includes(role.toLowerCase())) return false;
  if (status !== "all" && deps.isAvailable(specialist) !== (status === "active")) return false;
  const score = (of: string) => deps.figures.scoreOf(specialist, of);
  if (capability === undefined) {
    return (
      min_score === undefined || Math.max(0, ...[...capabilityNames(specialist.capabilities)].map(score)) >= min_score
    );
  }
  // A primary owner without a score has the capability, and a score of 0 for it.
  const hasIt = specialist.capabilities.primary.includes(capability) || score(capability) > 0;
  return hasIt && score(capability) >= (min_score ?? 0);
}
