/** Every route of the HTTP API: what is not here is not served. */
import type { Route } from "#server/transport/http/route.ts";
import { accessRoutes } from "./access.ts";
import { aiStreamRoutes } from "./ai-stream.ts";
import { discoveryRoutes } from "./discovery.ts";
import { eventRoutes } from "./events.ts";
import { historyRoutes } from "./history.ts";
import { hubStateRoutes } from "./hub-state.ts";
import { modelRoutes } from "./models.ts";
import { orchestrationRoutes } from "./orchestration.ts";
import { ratingRoutes } from "./ratings.ts";
import { routingRoutes } from "./routing.ts";
import { runRoutes } from "./runs.ts";
import { sessionRoutes } from "./sessions.ts";
import { specialistRoutes } from "./specialists.ts";
import { v1ChatRoutes } from "./v1-chat.ts";
import { v1SpecialistRoutes } from "./v1-specialists.ts";
import { v1TeamRoutes } from "./v1-team.ts";

export const allRoutes: readonly Route[] = [
  ...hubStateRoutes,
  ...accessRoutes,
  ...aiStreamRoutes,
  ...runRoutes,
  ...ratingRoutes,
  ...sessionRoutes,
  ...historyRoutes,
  ...specialistRoutes,
  ...discoveryRoutes(() => allRoutes),
  ...modelRoutes,
  ...routingRoutes,
  ...orchestrationRoutes,
  ...eventRoutes,
  ...v1SpecialistRoutes,
  ...v1ChatRoutes,
  ...v1TeamRoutes,
];
