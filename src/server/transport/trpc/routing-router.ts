import { z } from "zod";
import { idText } from "#contract/id-text.ts";
import { editedExample, examplesQuery, newExample, routeRequest } from "#contract/routing.ts";
import { addExample, editExample, removeExample, restoreExample } from "#server/routing/change-examples.ts";
import { listExamples } from "#server/routing/list-examples.ts";
import { routeMessage } from "#server/routing/route-message.ts";
import { adminProcedure, procedure, router } from "./trpc.ts";

const oneExample = z.object({ id: idText });

export const routingRouter = router({
  /** A query in what it does; a mutation, so that a long message is a body and not an address. */
  route: procedure.input(routeRequest).mutation(({ ctx: { hub }, input }) => routeMessage(hub.routing, input)),
  state: procedure.query(({ ctx: { hub } }) => hub.routing.router.state()),
  examples: procedure.input(examplesQuery).query(({ ctx: { hub }, input }) => listExamples(hub.routing, input)),
  addExample: adminProcedure
    .input(newExample)
    .mutation(({ ctx: { hub, actor }, input }) => addExample(hub.routing, actor, input)),
  editExample: adminProcedure
    .input(editedExample.extend(oneExample.shape))
    .mutation(({ ctx: { hub, actor }, input }) => editExample(hub.routing, actor, input)),
  removeExample: adminProcedure
    .input(oneExample)
    .mutation(({ ctx: { hub, actor }, input }) => removeExample(hub.routing, actor, input.id)),
  /** A shipped one that was taken out. */
  restoreExample: adminProcedure
    .input(oneExample)
    .mutation(({ ctx: { hub, actor }, input }) => restoreExample(hub.routing, actor, input.id)),
});
