import { bestQuery, discoveryQuery } from "#contract/discovery.ts";
import { bestAi } from "#server/discovery/best-ai.ts";
import { findAis } from "#server/discovery/find-ais.ts";
import { seenHub } from "#server/transport/seen-hub.ts";
import { procedure, router } from "./trpc.ts";

export const discoveryRouter = router({
  ais: procedure
    .input(discoveryQuery)
    .query(({ ctx: { hub, actor, req }, input }) => findAis(hub.discovery, actor, input, seenHub(hub, req))),
  best: procedure.input(bestQuery).query(({ ctx: { hub, actor }, input }) => bestAi(hub.discovery, actor, input)),
});
