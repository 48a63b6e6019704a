"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { failureOf } from "#components/api/failure-of.ts";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { tellTabs } from "#components/streaming/use-changed.ts";
import { type BroadcastPages, rateLane } from "#components/team/broadcast-pages.ts";
import { usePassingNotice } from "#components/ui/passing-notices.tsx";
import type { RatingValue } from "#contract/registry.ts";
import type { RunView } from "#contract/run-view.ts";

/** The rating of a run, shown as it is given, and put back when the hub refuses it. Other tabs see it at once. */
export function useRateRun(run_id: string, stored: RatingValue, shownBy: readonly unknown[]) {
  const client = useQueryClient();
  const say = usePassingNotice();
  const { mutate, isPending, variables } = useMutation({
    // One after the other: the last click is the last word.
    scope: { id: `rate ${run_id}` },
    mutationFn: (value: RatingValue) => hub.runs.rate.mutate({ run_id, value }),
    onSuccess: ({ rating }) => {
      // A read that was under way would put the former one back.
      void client.cancelQueries({ queryKey: shownBy });
      client.setQueryData<RunView>(queryKeys.run(run_id), (run) => run && { ...run, rating });
      client.setQueryData<BroadcastPages>(queryKeys.broadcasts, (pages) => rateLane(pages, run_id, rating));
      tellTabs(shownBy);
    },
    onError: (error) => say({ tone: "danger", words: `The rating is not kept. ${failureOf(error).message}` }),
  });
  return { rating: isPending && variables !== undefined ? variables : stored, rate: mutate };
}
