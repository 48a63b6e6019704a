import { z } from "zod";
import { broadcastRequest } from "#contract/broadcast.ts";
import { idText } from "#contract/id-text.ts";
import { cancelBroadcast } from "#server/team-chat/cancel-broadcast.ts";
import { listBroadcasts } from "#server/team-chat/list-broadcasts.ts";
import { readBroadcast } from "#server/team-chat/read-broadcast.ts";
import { retryLane } from "#server/team-chat/retry-lane.ts";
import { startBroadcast } from "#server/team-chat/start-broadcast.ts";
import { procedure, router } from "./trpc.ts";

const page = z.object({ limit: z.number().int().min(1).max(50).default(10), cursor: idText.optional() });

export const teamRouter = router({
  start: procedure.input(broadcastRequest).mutation(async ({ ctx: { hub, actor, requestId }, input }) => {
    // A broadcast from a page is there to come back to, from any tab.
    const started = await startBroadcast(hub.team, actor, { request: input, requestId, onDisconnect: "continue" });
    return readBroadcast(hub.team, actor, started);
  }),
  recent: procedure.input(page).query(({ ctx: { hub, actor }, input }) => listBroadcasts(hub.team, actor, input)),
  cancel: procedure
    .input(z.object({ broadcast_id: idText }))
    .mutation(({ ctx: { hub, actor }, input }) => cancelBroadcast(hub.team, actor, input.broadcast_id)),
  retryLane: procedure
    .input(z.object({ broadcast_id: idText, lane_id: idText }))
    .mutation(({ ctx: { hub, actor, requestId }, input }) =>
      retryLane(hub.team, actor, { id: input.broadcast_id, laneId: input.lane_id, requestId }),
    ),
});
