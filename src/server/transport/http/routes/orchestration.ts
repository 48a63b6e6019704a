/** `/api/v2/orchestration`: how the hub chooses, waits, tries again and falls back. */
import { replacedOrchestration, restoredOrchestration } from "#contract/orchestration.ts";
import { readOrchestration } from "#server/orchestration/read-orchestration.ts";
import { replaceOrchestration } from "#server/orchestration/replace-orchestration.ts";
import { restoreOrchestration } from "#server/orchestration/restore-orchestration.ts";
import { route } from "#server/transport/http/route.ts";

const path = "/api/v2/orchestration";

export const orchestrationRoutes = [
  route({
    method: "GET",
    path,
    access: "user",
    handle: ({ hub }) => ({ json: readOrchestration(hub.orchestration) }),
  }),
  route({
    method: "PUT",
    path,
    access: "admin",
    body: replacedOrchestration,
    handle: async ({ hub, actor, body }) => ({ json: await replaceOrchestration(hub.orchestration, actor, body) }),
  }),
  route({
    method: "GET",
    path: `${path}/versions`,
    access: "user",
    handle: async ({ hub }) => ({ json: { versions: await hub.orchestration.settings.versions() } }),
  }),
  route({
    method: "POST",
    path: `${path}/restore`,
    access: "admin",
    body: restoredOrchestration,
    handle: async ({ hub, actor, body }) => ({ json: await restoreOrchestration(hub.orchestration, actor, body) }),
  }),
];
