/** Who a free text is for, and the examples the router learns from. */
import { editedExample, examplesQuery, newExample, routeRequest } from "#contract/routing.ts";
import { addExample, editExample, removeExample, restoreExample } from "#server/routing/change-examples.ts";
import { listExamples } from "#server/routing/list-examples.ts";
import { routeMessage } from "#server/routing/route-message.ts";
import { pageSize } from "#server/transport/http/query.ts";
import { type Call, route } from "#server/transport/http/route.ts";

const examples = "/api/v2/routing/examples";

const idOf = ({ params }: Pick<Call, "params">): string => params.id ?? "";

export const routingRoutes = [
  route({
    method: "POST",
    path: "/api/v2/route",
    access: "user",
    body: routeRequest,
    handle: async ({ hub, body }) => ({ json: await routeMessage(hub.routing, body) }),
  }),
  route({
    method: "GET",
    path: "/api/v2/routing",
    access: "user",
    handle: ({ hub }) => ({ json: hub.routing.router.state() }),
  }),
  route({
    method: "GET",
    path: examples,
    access: "user",
    query: examplesQuery.extend({ limit: pageSize.default(50) }),
    handle: ({ hub, query }) => ({ json: listExamples(hub.routing, query) }),
  }),
  route({
    method: "POST",
    path: examples,
    access: "admin",
    body: newExample,
    handle: async ({ hub, actor, body }) => ({ status: 201, json: await addExample(hub.routing, actor, body) }),
  }),
  route({
    method: "PATCH",
    path: `${examples}/:id`,
    access: "admin",
    body: editedExample,
    handle: async (call) => ({
      json: await editExample(call.hub.routing, call.actor, { ...call.body, id: idOf(call) }),
    }),
  }),
  route({
    method: "DELETE",
    path: `${examples}/:id`,
    access: "admin",
    handle: async (call) => {
      const { id } = await removeExample(call.hub.routing, call.actor, idOf(call));
      return { json: { status: "removed", id } };
    },
  }),
  route({
    method: "POST",
    path: `${examples}/:id/restore`,
    access: "admin",
    handle: async (call) => ({ json: await restoreExample(call.hub.routing, call.actor, idOf(call)) }),
  }),
];
