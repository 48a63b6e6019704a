"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { useChanged } from "#components/streaming/use-changed.ts";
import { isGone } from "./is-gone.ts";
import { mergeNewest, mergeOlder, type Transcript } from "./transcript.ts";

const newest = 50;
const olderAtOnce = 100;
/** What was said from another device is seen this long after; another tab of this browser tells at once. */
const pollMs = 5_000;

/** A conversation, kept in step with other tabs and devices. `enabled`: false once it is being left for good. */
export function useTranscript(id: string, enabled: boolean) {
  const client = useQueryClient();
  const key = queryKeys.session(id);
  useChanged(key);
  const { data, error, refetch } = useQuery<Transcript>({
    queryKey: key,
    queryFn: async () => {
      const page = await hub.sessions.get.query({ session_id: id, limit: newest });
      return mergeNewest(client.getQueryData(key), page);
    },
    enabled,
    refetchInterval: ({ state }) => (state.error && isGone(state.error) ? false : pollMs),
    refetchOnWindowFocus: "always",
  });
  const older = useMutation({
    mutationFn: (cursor: string) => hub.sessions.get.query({ session_id: id, limit: olderAtOnce, cursor }),
    onSuccess: (page, cursor) =>
      client.setQueryData<Transcript>(key, (known) => known && mergeOlder(known, cursor, page)),
  });
  const cursor = data?.cursor ?? null;
  const { mutate, isPending } = older;
  const loadOlder = useCallback(() => {
    if (cursor !== null && !isPending) mutate(cursor);
  }, [cursor, isPending, mutate]);
  return { transcript: data, error, refetch, loadOlder, olderError: older.variables === cursor ? older.error : null };
}
