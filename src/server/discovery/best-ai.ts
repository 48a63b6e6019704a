import type { z } from "zod";
import type { BestMatch, bestQuery, CapableAi } from "#contract/discovery.ts";
import type { Performance } from "#contract/registry.ts";
import type { Actor } from "#server/kernel/actor.ts";
import type { DiscoveryDeps } from "./discovery-deps.ts";

/**
 * Who is best at a capability, and who comes next, of those that could answer now: primary owners first, then
 * the score, then the success rate and the speed that were seen. A score below the threshold is not good enough.
 */
export function bestAi(
  deps: DiscoveryDeps,
  _actor: Actor,
  { capability, threshold }: z.output<typeof bestQuery>,
): BestMatch {
  const [best_match = null, ...alternatives] = deps
    .registry()
    .flatMap((specialist) => {
      const is_primary = specialist.capabilities.primary.includes(capability);
      const score = deps.figures.scoreOf(specialist, capability);
      if ((!is_primary && score === 0) || score < threshold || !deps.isAvailable(specialist)) return [];
      return [{ id: specialist.id, score, is_primary, seen: deps.figures.of(specialist.id) }];
    })
    .sort((a, b) => Number(b.is_primary) - Number(a.is_primary) || b.score - a.score || bySeen(a.seen, b.seen))
    .map(({ id, score, is_primary }): CapableAi => ({ id, score, is_primary }));
  return { capability, best_match, alternatives };
}

/** What was never tried comes after what was seen to work; of two that were not, the one registered first. */
function bySeen(a: Performance, b: Performance): number {
  const bySuccess = (b.success_rate ?? 0) - (a.success_rate ?? 0);
  if (bySuccess !== 0) return bySuccess;
  const slowest = Number.MAX_VALUE;
  return (a.duration_ms ?? slowest) - (b.duration_ms ?? slowest);
}
