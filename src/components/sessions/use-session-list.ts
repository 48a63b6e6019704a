"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { useChanged } from "#components/streaming/use-changed.ts";
import type { Narrowing } from "./narrowing.ts";

const pageRows = 30;
/** Milliseconds after which the list is read again, for what other devices do. A search is not repeated by itself. */
const pollMs = 15_000;

/** The sessions that fit, the one used last first, page by page; in step with the other tabs. */
export function useSessionList({ q, specialist, status }: Narrowing) {
  useChanged(queryKeys.sessions);
  const list = useInfiniteQuery({
    queryKey: queryKeys.sessionList({ q, specialist, status }),
    queryFn: ({ pageParam, signal }) =>
      hub.sessions.list.query(
        {
          limit: pageRows,
          q: q || undefined,
          specialist_id: specialist || undefined,
          status: status || undefined,
          cursor: pageParam ?? undefined,
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (q === "" || state.status === "error" ? pollMs : false),
  });
  const pages = list.data?.pages ?? [];
  return {
    ...list,
    sessions: pages.flatMap((page) => page.sessions),
    messagesRead: pages.reduce((sum, page) => sum + (page.search?.messages_read ?? 0), 0),
    /** The search ran out of time: what is further on is only read when asked for. */
    cutShort: pages.at(-1)?.search?.complete === false,
  };
}
