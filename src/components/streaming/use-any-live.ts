"use client";
import { useCallback, useSyncExternalStore } from "react";
import type { RunView } from "#contract/run-view.ts";
import { browserStreams } from "./browser-streams.ts";
import { isLive } from "./state-of-view.ts";

/** Whether any of the runs goes on still; renders again only when that changes. */
export function useAnyLive(views: readonly RunView[]): boolean {
  const ids = views.map((view) => view.id).join(" ");
  const subscribe = useCallback(
    (fn: () => void) => {
      const stops = ids.split(" ").map((id) => browserStreams().subscribe(id, fn));
      return () => {
        for (const stop of stops) stop();
      };
    },
    [ids],
  );
  const anyLive = () =>
    views.some((view) => {
      const state = browserStreams().state(view.id);
      return state ? state.phase !== "done" && state.phase !== "error" : isLive(view);
    });
  return useSyncExternalStore(subscribe, anyLive, () => views.some(isLive));
}
