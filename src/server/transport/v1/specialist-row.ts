/** A registry entry in the original's shape. */
import type { Specialist } from "#contract/specialist.ts";
import type { Hub } from "#server/hub.ts";

export function toV1Specialist(hub: Hub, specialist: Specialist) {
  const { id, name, role, enabled, capabilities, provider, model } = specialist;
  const runsOn = hub.providers.preview({ provider, model });
  const { samples, successRate, durationMs } = hub.figures.of(id);
  return {
    id,
    name,
    type: "specialist",
    component_id: name,
    active: enabled,
    status: enabled && runsOn ? "healthy" : "unavailable",
    model: runsOn?.model ?? model,
    capabilities: [...new Set([...capabilities.primary, ...Object.keys(capabilities.scores)])],
    roles: [role],
    connection: { host: hub.env.host, port: hub.env.port, protocol: "http" },
    performance: {
      avg_response_time: durationMs === null ? null : durationMs / 1000,
      success_rate: successRate,
      total_requests: samples,
    },
  };
}
