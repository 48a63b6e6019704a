/** Every procedure of the browser's API. */
import { historyRouter } from "./history-router.ts";
import { hubRouter } from "./hub-router.ts";
import { runsRouter } from "./runs-router.ts";
import { sessionsRouter } from "./sessions-router.ts";
import { specialistsRouter } from "./specialists-router.ts";
import { teamRouter } from "./team-router.ts";
import { router } from "./trpc.ts";

export const appRouter = router({
  hub: hubRouter,
  specialists: specialistsRouter,
  team: teamRouter,
  runs: runsRouter,
  sessions: sessionsRouter,
  history: historyRouter,
});

export type AppRouter = typeof appRouter;
