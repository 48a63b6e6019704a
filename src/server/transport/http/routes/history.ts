/** `/api/v2/history`: what was said to and by one specialist, over all sessions. */
import { z } from "zod";
import { idText } from "#contract/id-text.ts";
import { limits } from "#contract/limits.ts";
import { listHistory } from "#server/sessions/list-history.ts";
import { pageSize } from "#server/transport/http/query.ts";
import { route } from "#server/transport/http/route.ts";

export const historyRoutes = [
  route({
    method: "GET",
    path: "/api/v2/history/:specialist",
    access: "user",
    query: z.object({
      limit: pageSize.default(50),
      before: idText.optional(),
      q: z.string().max(limits.searchChars).optional(),
    }),
    handle: async ({ hub, actor, params, query, signal }) => ({
      json: await listHistory(hub.sessions, actor, { specialist: params.specialist ?? "", ...query, signal }),
    }),
  }),
];
