import { queryOptions } from "@tanstack/react-query";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";

/** A run as the hub has it, read once: what it says after that comes by its stream. */
export const runQuery = (id: string | null) =>
  queryOptions({
    queryKey: queryKeys.run(id ?? ""),
    queryFn: () => hub.runs.get.query({ run_id: id ?? "" }),
    enabled: id !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
