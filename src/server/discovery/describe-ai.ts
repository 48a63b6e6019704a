import type { DiscoveredAi } from "#contract/discovery.ts";
import type { Specialist } from "#contract/specialist.ts";
import type { DiscoveryDeps, SeenHub } from "./discovery-deps.ts";

/** A specialist as programs find it; its scores are those the router goes by. */
export function describeAi(deps: DiscoveryDeps, specialist: Specialist, seen: SeenHub): DiscoveredAi {
  const { id, name, role, max_tokens, context_window, cost } = specialist;
  const { streaming, sessions, websocket } = seen.features;
  const runsOn = deps.runsOn(specialist);
  const { duration_ms, success_rate, first_token_ms, samples, window_days } = deps.figures.of(id);
  return {
    id,
    name,
    status: deps.isAvailable(specialist) ? "active" : "inactive",
    model: runsOn.model ?? specialist.model,
    provider: runsOn.provider,
    role,
    connection: { ...seen.connection, protocol: "http" },
    capabilities: { primary: specialist.capabilities.primary, scores: scoresOf(deps, specialist) },
    performance: {
      avg_response_time: duration_ms === null ? null : duration_ms / 1000,
      success_rate,
      first_token_ms,
      samples,
      window_days,
      context_window,
      max_tokens,
    },
    cost,
    features: { streaming, sessions, websocket },
  };
}

function scoresOf({ figures }: DiscoveryDeps, specialist: Specialist): Readonly<Record<string, number>> {
  const { scores, learned } = specialist.capabilities;
  if (learned.length === 0) return scores;
  const used = { ...scores };
  for (const capability of learned) {
    const score = figures.scoreOf(specialist, capability);
    if (score > 0) used[capability] = score;
  }
  return used;
}
