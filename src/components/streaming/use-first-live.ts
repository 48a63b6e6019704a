"use client";
import { useCallback, useSyncExternalStore } from "react";
import type { RunView } from "#contract/run-view.ts";
import { browserStreams } from "./browser-streams.ts";
import { isLive } from "./state-of-view.ts";

/** The id of the first of the runs that goes on still, or null; renders again only when that changes. */
export function useFirstLive(views: readonly RunView[]): string | null {
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
  const firstLive = () =>
    views.find((view) => {
      const state = browserStreams().state(view.id);
      return state ? state.phase !== "done" && state.phase !== "error" : isLive(view);
    })?.id ?? null;
  return useSyncExternalStore(subscribe, firstLive, () => views.find(isLive)?.id ?? null);
}
