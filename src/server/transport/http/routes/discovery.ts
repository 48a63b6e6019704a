/** `/api/v2/discovery`: who is there, who is best at something, and what the hub is. */
import { z } from "zod";
import { bestQuery, discoveryQuery } from "#contract/discovery.ts";
import { bestAi } from "#server/discovery/best-ai.ts";
import { describeAi } from "#server/discovery/describe-ai.ts";
import { describeHub } from "#server/discovery/describe-hub.ts";
import { findAis } from "#server/discovery/find-ais.ts";
import { numberInQuery } from "#server/transport/http/query.ts";
import { type Route, route } from "#server/transport/http/route.ts";
import { seenHub } from "#server/transport/seen-hub.ts";
import { apiVersions } from "./hub-state.ts";

const share = numberInQuery(z.number().min(0).max(1));

/** @param allRoutes every route there is, these included: the manifest lists them */
export const discoveryRoutes = (allRoutes: () => readonly Route[]): readonly Route[] => [
  route({
    method: "GET",
    path: "/api/v2/discovery/ais",
    access: "user",
    query: discoveryQuery.extend({ min_score: share.optional() }),
    handle: ({ hub, actor, query, req }) => ({ json: findAis(hub.discovery, actor, query, seenHub(hub, req)) }),
  }),
  route({
    method: "GET",
    path: "/api/v2/discovery/ais/:name",
    access: "user",
    handle: ({ hub, params, req }) => {
      const { specialist } = hub.team.specialists.resolve(params.name ?? "");
      return { json: describeAi(hub.discovery, specialist, seenHub(hub, req)) };
    },
  }),
  route({
    method: "GET",
    path: "/api/v2/discovery/best",
    access: "user",
    query: bestQuery.extend({ threshold: share.default(0.7) }),
    handle: ({ hub, actor, query }) => ({ json: bestAi(hub.discovery, actor, query) }),
  }),
  route({
    method: "GET",
    path: "/api/v2/discovery/manifest",
    access: "user",
    handle: ({ hub, actor, req }) => {
      const { version, authenticator } = hub;
      const facts = { version, apiVersions, tokensNeeded: authenticator.required, routes: allRoutes() };
      return { json: describeHub(hub.discovery, actor, facts, seenHub(hub, req)) };
    },
  }),
];
