"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { tellTabs } from "#components/streaming/use-changed.ts";
import { type BroadcastPages, putBroadcast } from "./broadcast-pages.ts";
import type { LaneChoice } from "./lane-choice.ts";

/** Sends a message to the lanes; true when the hub has taken it. */
export function useStartBroadcast() {
  const client = useQueryClient();
  const { mutateAsync, isPending, error } = useMutation({
    mutationFn: ({ message, lanes }: { message: string; lanes: LaneChoice }) =>
      hub.team.start.mutate({ message, specialists: [...lanes] }),
    onSuccess: (broadcast) => {
      client.setQueryData<BroadcastPages>(queryKeys.broadcasts, (pages) => putBroadcast(pages, broadcast));
      tellTabs(queryKeys.broadcasts);
    },
  });
  const start = (message: string, lanes: LaneChoice): Promise<boolean> =>
    mutateAsync({ message, lanes }).then(
      () => true,
      () => false, // Shown through `error`.
    );
  return { start, busy: isPending, error };
}
