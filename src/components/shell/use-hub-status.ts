"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";

const pollMs = 10_000;

/** What the hub runs on, read every few seconds and whenever the tab or the network comes back. */
export function useHubStatus() {
  const query = useQuery({
    queryKey: queryKeys.status,
    queryFn: () => hub.hub.status.query(),
    refetchInterval: pollMs,
    refetchOnWindowFocus: "always",
    retry: false,
  });
  const { refetch } = query;
  useEffect(() => {
    const again = () => void refetch();
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, [refetch]);
  return query;
}
