/** Every procedure of the browser's API. */
import { chatRouter } from "./chat-router.ts";
import { hubRouter } from "./hub-router.ts";
import { runsRouter } from "./runs-router.ts";
import { specialistsRouter } from "./specialists-router.ts";
import { teamRouter } from "./team-router.ts";
import { router } from "./trpc.ts";

export const appRouter = router({
  hub: hubRouter,
  specialists: specialistsRouter,
  team: teamRouter,
  runs: runsRouter,
  chat: chatRouter,
});

export type AppRouter = typeof appRouter;
