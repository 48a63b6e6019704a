"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { modelKey } from "#contract/load-options.ts";

const pollMs = 500;

/** The pull of a model, if one goes on or has just ended, and what starts and cancels it; `error` of any of them. */
export function usePull(model: string) {
  const client = useQueryClient();
  const same = (other: string) => modelKey("ollama", other) === modelKey("ollama", model);
  const pulls = useQuery({
    queryKey: queryKeys.pulls,
    queryFn: () => hub.models.pulls.query(),
    refetchInterval: ({ state }) => (state.data?.some((pull) => pull.state === "pulling") ? pollMs : false),
  });
  const reread = () => client.invalidateQueries({ queryKey: queryKeys.pulls });
  const start = useMutation({ mutationFn: () => hub.models.pull.mutate({ model }), onSuccess: reread });
  const cancel = useMutation({ mutationFn: () => hub.models.cancelPull.mutate({ model }), onSuccess: reread });
  const progress = pulls.data?.find((pull) => same(pull.model)) ?? null;
  const done = progress?.state === "done";
  useEffect(() => {
    if (!done) return;
    for (const queryKey of [queryKeys.models, queryKeys.specialists, queryKeys.status]) {
      void client.invalidateQueries({ queryKey, exact: queryKey === queryKeys.models });
    }
  }, [done, client]);
  return { progress, start, cancel, error: start.error ?? cancel.error ?? pulls.error };
}
