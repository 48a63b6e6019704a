/** What the hub is and how it does: health, readiness, capabilities, metrics. */
import { route } from "#server/transport/http/route.ts";

/** A feature is true when it works, not before. */
export const features = {
  streaming: true,
  sessions: true,
  bulk_operations: false,
  websocket: false,
  enhanced_discovery: true,
  mcp: false,
  openai_compatible: false,
};

export const apiVersions = ["v1", "v2"];

const both = ["/api", ""];

export const hubStateRoutes = [
  ...both.map((prefix) =>
    route({ method: "GET", path: `${prefix}/health`, access: "public", handle: () => ({ json: { status: "ok" } }) }),
  ),
  ...both.map((prefix) =>
    route({
      method: "GET",
      path: `${prefix}/ready`,
      access: "user",
      handle: async ({ hub }) => {
        const database = await hub.databaseAnswers();
        const { providers } = hub.providers.status();
        const ready = database && hub.providers.current().up;
        return {
          status: ready ? 200 : 503,
          json: { status: ready ? "ready" : "not ready", database: database ? "up" : "down", providers },
        };
      },
    }),
  ),
  route({
    method: "GET",
    path: "/api/capabilities",
    access: "public",
    handle: () => ({ json: { version: "2.0", features, api_versions: apiVersions, deprecations: {} } }),
  }),
  route({
    method: "GET",
    path: "/metrics",
    access: "user",
    handle: async ({ hub, res }) => {
      const text = await hub.metrics.text();
      res.writeHead(200, { "content-type": hub.metrics.contentType, "cache-control": "no-store" });
      res.end(text);
      return undefined;
    },
  }),
];
