"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { useChanged } from "#components/streaming/use-changed.ts";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Loading } from "#components/ui/loading.tsx";
import { Broadcast } from "./broadcast.tsx";

const perPage = 5;

/** The broadcasts so far, newest first; those made in another tab or client appear too. */
export function BroadcastTimeline() {
  useChanged(queryKeys.broadcasts);
  const { data, error, refetch, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: queryKeys.broadcasts,
    queryFn: ({ pageParam }) => hub.team.recent.query({ limit: perPage, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // A message from another device or the shell: nothing announces it to this browser.
    refetchInterval: 15_000,
  });
  const broadcasts = data?.pages.flatMap((page) => page.broadcasts) ?? [];
  return (
    <section aria-label="Broadcasts" className="mt-6 space-y-6">
      {isPending && <Loading label="Loading earlier broadcasts" />}
      {error && !data && <FailureNotice error={error} retry={refetch} />}
      {data && broadcasts.length === 0 && (
        <p className="rounded-lg border border-dashed border-line px-4 py-8 text-center text-sm text-muted">
          Nothing asked yet. Every answer will stand here in a lane of its own, side by side.
        </p>
      )}
      {broadcasts.map((broadcast, i) => (
        <Broadcast key={broadcast.id} broadcast={broadcast} newest={i === 0} />
      ))}
      {hasNextPage && (
        <Button onClick={() => fetchNextPage()} disabled={isFetchingNextPage}>
          {isFetchingNextPage ? "Loading…" : "Show more"}
        </Button>
      )}
    </section>
  );
}
