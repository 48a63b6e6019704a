"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { memo, useCallback, useState } from "react";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { browserStreams } from "#components/streaming/browser-streams.ts";
import { isLive } from "#components/streaming/state-of-view.ts";
import { tellTabs } from "#components/streaming/use-changed.ts";
import { useFirstLive } from "#components/streaming/use-first-live.ts";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { isStopKey, useHotkey } from "#components/ui/use-hotkey.ts";
import type { BroadcastView } from "#contract/broadcast.ts";
import { BroadcastMessage } from "./broadcast-message.tsx";
import { type BroadcastPages, putBroadcast } from "./broadcast-pages.ts";
import { Lane } from "./lane.tsx";
import { numberLanes } from "./number-lanes.ts";

/** One or two lanes do not stretch over a wide screen: lines would be too long to read. */
const readableWidth = (lanes: number): string => (lanes === 1 ? "max-w-3xl" : lanes === 2 ? "max-w-6xl" : "");

/** A message and its lanes. Esc stops the newest one. */
export const Broadcast = memo(function Broadcast({ broadcast, newest }: { broadcast: BroadcastView; newest: boolean }) {
  const client = useQueryClient();
  // Lanes that grew before the reader's eyes keep their height, so that nothing moves when they end.
  const [watched, setWatched] = useState(() => broadcast.lanes.some(({ run }) => isLive(run)));
  const live = useFirstLive(broadcast.lanes.map(({ run }) => run)) !== null;
  if (live && !watched) setWatched(true);

  const onSuccess = useCallback(
    (view: BroadcastView) => {
      for (const { run } of view.lanes) browserStreams().learn(run);
      client.setQueryData<BroadcastPages>(queryKeys.broadcasts, (pages) => putBroadcast(pages, view));
      tellTabs(queryKeys.broadcasts);
    },
    [client],
  );
  const stopAll = useMutation({
    mutationFn: () => hub.team.cancel.mutate({ broadcast_id: broadcast.id }),
    onSuccess,
  });
  const { mutate: retry, error: retryError } = useMutation({
    mutationFn: (lane_id: string) => hub.team.retryLane.mutate({ broadcast_id: broadcast.id, lane_id }),
    onSuccess,
  });
  useHotkey(
    (event) => newest && live && isStopKey(event),
    () => stopAll.mutate(),
  );
  const error = stopAll.error ?? retryError;

  return (
    <article aria-label={`Broadcast: ${broadcast.message.slice(0, 80)}`} className="space-y-2">
      <header className="flex flex-wrap items-start gap-x-3 gap-y-1">
        <BroadcastMessage text={broadcast.message} />
        <div className="ml-auto flex h-7 items-center gap-2 text-xs text-muted">
          <LocalTime at={broadcast.created_at} />
          {live && (
            <Button
              look="danger"
              size="small"
              icon="stop"
              disabled={stopAll.isPending}
              onClick={() => stopAll.mutate()}
            >
              {stopAll.isPending ? "Stopping…" : newest ? "Stop all (Esc)" : "Stop all"}
            </Button>
          )}
        </div>
      </header>
      {error && <FailureNotice error={error} />}
      <div
        className={`grid grid-cols-[repeat(auto-fit,minmax(min(100%,20rem),1fr))] items-start gap-3 ${readableWidth(broadcast.lanes.length)}`}
      >
        {numberLanes(broadcast.lanes).map(({ lane, number }) => (
          <Lane
            key={lane.lane_id}
            laneId={lane.lane_id}
            run={lane.run}
            specialistId={lane.specialist_id}
            number={number}
            steady={watched}
            onRetry={retry}
          />
        ))}
      </div>
    </article>
  );
});
