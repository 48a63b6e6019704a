/** A registry entry in the original's shape. */
import type { Specialist } from "#contract/specialist.ts";
import type { Hub } from "#server/hub.ts";

export function toV1Specialist(hub: Hub, specialist: Specialist) {
  const { id, name, role, enabled, capabilities, provider, model } = specialist;
  const runsOn = hub.providers.preview({ provider, model });
  const { samples, success_rate, duration_ms } = hub.registry.figures.of(id);
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
      avg_response_time: duration_ms === null ? null : duration_ms / 1000,
      success_rate,
      total_requests: samples,
    },
  };
}
