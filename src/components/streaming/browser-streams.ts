/** The streaming core in a real browser: Web Locks, BroadcastChannel, the hub's subscription. One per tab. */
import { failureOf } from "#components/api/failure-of.ts";
import { hub } from "#components/api/hub-client.ts";
import { newId } from "#components/api/new-id.ts";
import { electByLock } from "./elect-by-lock.ts";
import { paintSchedule } from "./paint-schedule.ts";
import { RunStreams } from "./run-streams.ts";
import type { Elect, OpenStream, StreamPorts, TabChannel, TabMessage } from "./stream-ports.ts";

/** Part of the names that tabs meet under: raise it when the messages change, so that an old tab stays apart. */
const protocol = "tekton-runs-1";

const open: OpenStream = (runs, { onEntries, onEnd, onFail }) => {
  const subscription = hub.runs.watch.subscribe(
    { runs: [...runs] },
    {
      onData: ({ data }) => onEntries(data),
      onComplete: onEnd,
      onError: onFail,
      // The browser would retry by itself, at a fixed pace; the leader's own back-off does it instead.
      onConnectionStateChange: ({ state, error }) => {
        if (state === "connecting" && error) onFail();
      },
    },
  );
  return () => subscription.unsubscribe();
};

function channelBetweenTabs(): TabChannel {
  const channel = new BroadcastChannel(protocol);
  return {
    post: (message) => channel.postMessage(message),
    listen: (fn) => {
      const receive = ({ data }: MessageEvent<TabMessage>) => fn(data);
      channel.addEventListener("message", receive);
      return () => channel.removeEventListener("message", receive);
    },
  };
}

const noOtherTabs: TabChannel = { post: () => {}, listen: () => () => {} };
const aloneLeads: Elect = (lead) => {
  lead();
  return () => {};
};

function ports(): StreamPorts {
  const shared = "locks" in navigator && typeof BroadcastChannel === "function";
  return {
    tab: newId(),
    channel: shared ? channelBetweenTabs() : noOtherTabs,
    elect: shared ? electByLock(navigator.locks, protocol) : aloneLeads,
    open,
    lookUp: (run_id) =>
      hub.runs.get.query({ run_id }).catch((error: unknown) => {
        if (failureOf(error).code === "RUN_NOT_FOUND") return null;
        throw error;
      }),
    after: (ms, fn) => {
      const timer = setTimeout(fn, ms);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    schedule: paintSchedule(),
  };
}

let streams: RunStreams | null = null;

/** The tab's streams, taking part from the first call on. */
export function browserStreams(): RunStreams {
  if (streams) return streams;
  const created = new RunStreams(ports());
  streams = created;
  created.open();
  // A page kept for the back button must not lead, and hears nothing while it rests.
  addEventListener("pagehide", () => created.close());
  addEventListener("pageshow", () => created.open());
  addEventListener("online", () => created.resync());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") created.resync();
  });
  return created;
}
