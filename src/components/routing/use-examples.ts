"use client";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import type { ExampleNarrowing } from "./example-narrowing.ts";

const pageRows = 100;
/** Milliseconds between two looks while the router learns or an index is made. */
const busyPollMs = 1_000;

/** How the router stands; looked at often while something is going on. */
export const useRouterState = () =>
  useQuery({
    queryKey: queryKeys.routerState,
    queryFn: () => hub.routing.state.query(),
    refetchInterval: ({ state: { data } }) => {
      const isBusy = data?.training || data?.embedding?.state === "reading";
      return isBusy ? busyPollMs : false;
    },
  });

/** The examples that fit, page by page. */
export function useExamples({ q, capability, origin }: ExampleNarrowing) {
  const list = useInfiniteQuery({
    queryKey: [...queryKeys.routerExamples, { q, capability, origin }],
    queryFn: ({ pageParam, signal }) =>
      hub.routing.examples.query(
        {
          limit: pageRows,
          q: q || undefined,
          capability: capability || undefined,
          origin: origin || undefined,
          cursor: pageParam ?? undefined,
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
  const pages = list.data?.pages ?? [];
  return { ...list, examples: pages.flatMap((page) => page.examples), total: pages[0]?.total ?? 0 };
}
