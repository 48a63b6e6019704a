"use client";
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { browserStreams } from "./browser-streams.ts";
import { electByLock } from "./elect-by-lock.ts";
import { type Changeable, type ChangePorts, HubChangeFeed } from "./hub-change-feed.ts";
import { readAgain } from "./read-again.ts";

/** What is read again when something has changed. Whether a specialist can answer depends on the models there are. */
const stale: Readonly<Record<Changeable, readonly QueryKey[]>> = {
  registry: [queryKeys.specialists],
  orchestration: [queryKeys.orchestration],
  routing: [queryKeys.routerState, queryKeys.routerExamples],
  models: [queryKeys.models, queryKeys.specialists, queryKeys.status],
};
/** What is to be read again, each once. */
const keysOf = (changed: readonly Changeable[]): QueryKey[] => [...new Set(changed.flatMap((what) => stale[what]))];

const topicOf = (queryKey: QueryKey): string => `hub ${queryKey.join(" ")}`;

const open: ChangePorts["open"] = ({ onStart, onChange, onFail }) => {
  const subscription = hub.hub.changes.subscribe(undefined, {
    onStarted: onStart,
    onData: ({ what }) => onChange(what),
    onComplete: onFail,
    onError: onFail,
    // The browser would retry by itself, at a fixed pace; the feed's own back-off does it instead.
    onConnectionStateChange: ({ state, error }) => {
      if (state === "connecting" && error) onFail();
    },
  });
  return () => subscription.unsubscribe();
};

/** Keeps what this tab shows of the hub fresh, whoever changes it, in whichever browser. Once per tab. */
export function useHubChanges(): void {
  const client = useQueryClient();
  useEffect(() => {
    const streams = browserStreams();
    const shared = "locks" in navigator && typeof BroadcastChannel === "function";
    const feed = new HubChangeFeed({
      elect: shared ? electByLock(navigator.locks, "tekton-changes-1") : aloneLeads,
      open,
      after: (ms, fn) => {
        const timer = setTimeout(fn, ms);
        return () => clearTimeout(timer);
      },
      random: Math.random,
      tell: (changed) => {
        for (const queryKey of keysOf(changed)) {
          streams.postChanged(topicOf(queryKey));
          void readAgain(client, queryKey);
        }
      },
    });
    const stops = keysOf(Object.keys(stale) as Changeable[]).map((queryKey) =>
      streams.onChanged(topicOf(queryKey), () => void readAgain(client, queryKey)),
    );
    const on = (target: EventTarget, event: string, fn: () => void) => {
      target.addEventListener(event, fn);
      stops.push(() => target.removeEventListener(event, fn));
    };
    // A page kept for the back button must not lead. Where tabs cannot elect one of them, only those that
    // are seen listen: a browser opens six connections to a hub, and every tab would take one for good.
    const takePart = () => {
      if (!shared && document.visibilityState === "hidden") return feed.close();
      feed.open();
      feed.retry();
    };
    on(window, "pagehide", () => feed.close());
    on(window, "pageshow", takePart);
    on(window, "online", () => feed.retry());
    on(document, "visibilitychange", takePart);
    takePart();
    return () => {
      for (const stop of stops) stop();
      feed.close();
    };
  }, [client]);
}

const aloneLeads: ChangePorts["elect"] = (lead) => {
  lead();
  return () => {};
};
