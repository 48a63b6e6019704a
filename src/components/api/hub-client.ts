/** The browser's one way to the hub. */
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClientError,
} from "@trpc/client";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/transport/trpc/app-router.ts";

const url = "/api/trpc";

export const hub = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (op) => op.type === "subscription",
      true: httpSubscriptionLink({ url }),
      // Reads of one moment share a request; a mutation waits for nothing else.
      false: splitLink({
        condition: (op) => op.type === "query",
        true: httpBatchLink({ url, maxItems: 20 }),
        false: httpLink({ url }),
      }),
    }),
  ],
});

export type HubOutputs = inferRouterOutputs<AppRouter>;
export type HubClientError = TRPCClientError<AppRouter>;
