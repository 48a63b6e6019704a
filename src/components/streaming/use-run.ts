"use client";
import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import type { RunState } from "#contract/run-state.ts";
import type { RunView } from "#contract/run-view.ts";
import { browserStreams } from "./browser-streams.ts";
import { stateOfView } from "./state-of-view.ts";

/** The run of `view` as it is now, live; renders again only when this run changes, at the pace of painting. */
export function useRun(view: RunView): RunState {
  const { id } = view;
  const seeded = useMemo(() => stateOfView(view), [view]);
  const subscribe = useCallback((fn: () => void) => browserStreams().subscribe(id, fn), [id]);
  const current = useCallback(() => browserStreams().state(id) ?? seeded, [id, seeded]);
  useEffect(() => browserStreams().attach(view), [view]);
  return useSyncExternalStore(subscribe, current, () => seeded);
}
