import { pullRequest } from "#contract/models.ts";
import { adminProcedure, procedure, router } from "./trpc.ts";

export const modelsRouter = router({
  list: procedure.query(({ ctx: { hub } }) => hub.providers.models()),
  /** Begins a pull, or joins the one that goes on; `pulls` tells how far it is. */
  pull: adminProcedure.input(pullRequest).mutation(({ ctx: { hub }, input }) => hub.pulls.start(input.model)),
  pulls: procedure.query(({ ctx: { hub } }) => hub.pulls.list()),
  cancelPull: adminProcedure.input(pullRequest).mutation(async ({ ctx: { hub }, input: { model } }) => {
    await hub.pulls.cancel(model);
    return { model };
  }),
});
