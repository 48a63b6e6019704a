"use client";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import { browserStreams } from "#components/streaming/browser-streams.ts";
import { stateOfView } from "#components/streaming/state-of-view.ts";
import { emptyRunState, type RunState } from "#contract/run-state.ts";
import type { MessageView } from "#contract/session.ts";
import { runQuery } from "./run-query.ts";

/**
 * An answer as it is now: live while it is written, afterwards its run's; the bare text while that is
 * not here yet, or when no run is kept of it. `known` tells whether the run's part of it is.
 */
export function useAnswer(message: MessageView): { state: RunState; known: boolean } {
  const { data: run } = useQuery(runQuery(message.run_id));
  const seeded = useMemo<RunState>(
    () => (run ? stateOfView(run) : { ...emptyRunState, phase: "done", content: message.content }),
    [run, message.content],
  );
  const runId = run?.id;
  const subscribe = useCallback(
    (fn: () => void) => (runId ? browserStreams().subscribe(runId, fn) : () => {}),
    [runId],
  );
  const current = useCallback(() => (runId && browserStreams().state(runId)) || seeded, [runId, seeded]);
  useEffect(() => (run ? browserStreams().attach(run) : undefined), [run]);
  return { state: useSyncExternalStore(subscribe, current, () => seeded), known: run !== undefined };
}
