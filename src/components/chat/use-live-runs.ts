"use client";
import { type UseQueryResult, useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { queryKeys } from "#components/api/query-keys.ts";
import { browserStreams } from "#components/streaming/browser-streams.ts";
import { isLive } from "#components/streaming/state-of-view.ts";
import { useFirstLive } from "#components/streaming/use-first-live.ts";
import type { RunView } from "#contract/run-view.ts";
import type { MessageView } from "#contract/session.ts";
import { runQuery } from "./run-query.ts";
import type { Transcript } from "./transcript.ts";

/** The newest messages that may still be written: one being answered, and those that wait for their turn. */
const tail = 70;

const known = (queries: UseQueryResult<RunView>[]): RunView[] => queries.flatMap(({ data }) => data ?? []);

const unfinished = ({ role, status, run_id }: MessageView): boolean =>
  role === "assistant" && status === "partial" && run_id !== null;

/**
 * Follows what is being written in a conversation, on the screen or not, and reads the conversation
 * again whenever an answer ends. Gives the run that is being answered; null when none is.
 */
export function useLiveRuns({ session, messages }: Transcript): string | null {
  const client = useQueryClient();
  const open = session.busy_run_id === null ? [] : messages.slice(-tail).filter(unfinished);
  const runs = useQueries({ queries: open.map(({ run_id }) => runQuery(run_id)), combine: known });

  useEffect(() => {
    const stops = runs.filter(isLive).map((run) => browserStreams().attach(run));
    return () => {
      for (const stop of stops) stop();
    };
  }, [runs]);
  const live = useFirstLive(runs);

  const before = useRef(live);
  useEffect(() => {
    const ended = before.current;
    before.current = live;
    if (ended === null || ended === live) return;
    void client.invalidateQueries({ queryKey: queryKeys.run(ended) });
    void client.invalidateQueries({ queryKey: queryKeys.session(session.id) });
    void client.invalidateQueries({ queryKey: queryKeys.sessions });
  }, [client, live, session.id]);
  return live;
}
