"use client";
import { useQuery } from "@tanstack/react-query";
import { type HubOutputs, hub } from "./hub-client.ts";
import { queryKeys } from "./query-keys.ts";

export type SpecialistEntry = HubOutputs["specialists"]["list"][number];

/**
 * The registry; the whole query, so that a page can say whether it is loading or has failed.
 * A change of an entry is heard at once; `everyMs` is for a page that shows figures, which grow with every run.
 */
export const useSpecialists = (everyMs?: number) =>
  useQuery({
    queryKey: queryKeys.specialists,
    queryFn: () => hub.specialists.list.query(),
    staleTime: 30_000,
    refetchInterval: everyMs ?? false,
  });
