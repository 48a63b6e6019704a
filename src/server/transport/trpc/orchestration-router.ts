import { replacedOrchestration, restoredOrchestration } from "#contract/orchestration.ts";
import { readOrchestration } from "#server/orchestration/read-orchestration.ts";
import { replaceOrchestration } from "#server/orchestration/replace-orchestration.ts";
import { restoreOrchestration } from "#server/orchestration/restore-orchestration.ts";
import { adminProcedure, procedure, router } from "./trpc.ts";

export const orchestrationRouter = router({
  get: procedure.query(({ ctx: { hub } }) => readOrchestration(hub.orchestration)),
  replace: adminProcedure
    .input(replacedOrchestration)
    .mutation(({ ctx: { hub, actor }, input }) => replaceOrchestration(hub.orchestration, actor, input)),
  versions: procedure.query(({ ctx: { hub } }) => hub.orchestration.settings.versions()),
  restore: adminProcedure
    .input(restoredOrchestration)
    .mutation(({ ctx: { hub, actor }, input }) => restoreOrchestration(hub.orchestration, actor, input)),
});
