/** Every procedure of the browser's API. */
import { discoveryRouter } from "./discovery-router.ts";
import { historyRouter } from "./history-router.ts";
import { hubRouter } from "./hub-router.ts";
import { modelsRouter } from "./models-router.ts";
import { orchestrationRouter } from "./orchestration-router.ts";
import { routingRouter } from "./routing-router.ts";
import { runsRouter } from "./runs-router.ts";
import { sessionsRouter } from "./sessions-router.ts";
import { specialistsRouter } from "./specialists-router.ts";
import { teamRouter } from "./team-router.ts";
import { router } from "./trpc.ts";

export const appRouter = router({
  hub: hubRouter,
  specialists: specialistsRouter,
  discovery: discoveryRouter,
  models: modelsRouter,
  routing: routingRouter,
  orchestration: orchestrationRouter,
  team: teamRouter,
  runs: runsRouter,
  sessions: sessionsRouter,
  history: historyRouter,
});

export type AppRouter = typeof appRouter;
