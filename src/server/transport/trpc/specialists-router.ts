import { z } from "zod";
import {
  changedSpecialist,
  dryRun,
  ifVersion,
  importMode,
  newSpecialist,
  replacedSpecialist,
  restoreVersion,
  specialistById,
} from "#contract/registry.ts";
import { changeSpecialist } from "#server/specialists/change-specialist.ts";
import { createSpecialist } from "#server/specialists/create-specialist.ts";
import { exportRegistry } from "#server/specialists/export-registry.ts";
import { fieldsOf } from "#server/specialists/fields-of.ts";
import { importRegistry } from "#server/specialists/import-registry.ts";
import { listDeleted } from "#server/specialists/list-deleted.ts";
import { listVersions } from "#server/specialists/list-versions.ts";
import { removeSpecialist } from "#server/specialists/remove-specialist.ts";
import { restoreSpecialist } from "#server/specialists/restore-specialist.ts";
import { testSpecialist } from "#server/specialists/test-specialist.ts";
import { listSpecialists, readSpecialist } from "#server/specialists/view-specialist.ts";
import { adminProcedure, procedure, router } from "./trpc.ts";

const byId = specialistById.shape;

export const specialistsRouter = router({
  list: procedure.query(({ ctx: { hub, actor } }) => listSpecialists(hub.registry, actor)),
  get: procedure
    .input(specialistById)
    .query(({ ctx: { hub, actor }, input }) => readSpecialist(hub.registry, actor, input.id)),
  create: adminProcedure
    .input(newSpecialist)
    .mutation(({ ctx: { hub, actor }, input }) => createSpecialist(hub.registry, actor, input)),
  replace: adminProcedure
    .input(replacedSpecialist.extend(byId))
    .mutation(({ ctx: { hub, actor }, input }) =>
      changeSpecialist(hub.registry, actor, { id: input.id, version: input.version, fields: fieldsOf(input) }),
    ),
  change: adminProcedure
    .input(changedSpecialist.extend(byId))
    .mutation(({ ctx: { hub, actor }, input: { id, version, ...fields } }) =>
      changeSpecialist(hub.registry, actor, { id, version, fields }),
    ),
  setEnabled: adminProcedure
    .input(ifVersion.extend({ ...byId, enabled: z.boolean() }))
    .mutation(({ ctx: { hub, actor }, input: { id, version, enabled } }) =>
      changeSpecialist(hub.registry, actor, { id, version, fields: { enabled } }),
    ),
  remove: adminProcedure.input(ifVersion.extend(byId)).mutation(async ({ ctx: { hub, actor }, input }) => {
    await removeSpecialist(hub.registry, actor, input);
    return { id: input.id };
  }),
  versions: procedure
    .input(specialistById)
    .query(({ ctx: { hub }, input }) => listVersions(hub.registry.specialists, input.id)),
  deleted: procedure.query(({ ctx: { hub } }) => listDeleted(hub.registry.specialists)),
  restore: adminProcedure
    .input(restoreVersion.extend(byId))
    .mutation(({ ctx: { hub, actor }, input: { id, version, if_version: ifVersion } }) =>
      restoreSpecialist(hub.registry, actor, { id, version, ifVersion }),
    ),
  /** A dry run; watch it by its id. */
  test: adminProcedure
    .input(dryRun.extend(byId))
    .mutation(({ ctx: { hub, actor, requestId }, input }) =>
      testSpecialist(hub.registry, actor, { ...input, requestId }),
    ),
  export: procedure.query(({ ctx: { hub } }) => exportRegistry(hub.registry)),
  import: adminProcedure
    .input(z.object({ mode: importMode, document: z.unknown() }))
    .mutation(({ ctx: { hub, actor }, input: { mode, document } }) =>
      importRegistry(hub.registry, actor, { mode, document }),
    ),
});
