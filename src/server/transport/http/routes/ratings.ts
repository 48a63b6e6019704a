/** What people think of an answer. */
import { rating } from "#contract/registry.ts";
import { rateRun } from "#server/runs/rate-run.ts";
import { route } from "#server/transport/http/route.ts";

export const ratingRoutes = [
  route({
    method: "POST",
    path: "/api/v2/runs/:id/rating",
    access: "user",
    body: rating,
    handle: async ({ hub, actor, params, body }) => ({
      json: await rateRun(hub.ratings, actor, params.id ?? "", body.value),
    }),
  }),
];
