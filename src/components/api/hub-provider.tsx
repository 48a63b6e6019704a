"use client";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { failureOf } from "./failure-of.ts";

const answered = (error: unknown): boolean => failureOf(error).code !== null;

function goToSignIn(error: unknown): void {
  if (failureOf(error).code !== "UNAUTHORIZED" || location.pathname === "/sign-in") return;
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}

const makeQueryClient = () =>
  new QueryClient({
    queryCache: new QueryCache({ onError: goToSignIn }),
    mutationCache: new MutationCache({ onError: goToSignIn }),
    defaultOptions: {
      queries: {
        // The hub is often on this very machine: reachable whatever the browser thinks of the network.
        networkMode: "always",
        retry: (count, error) => count < 2 && !answered(error),
        staleTime: 2_000,
      },
      mutations: { networkMode: "always" },
    },
  });

/** Everything below may read the hub; without a valid session it is sent to the sign-in page. */
export function HubProvider({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
