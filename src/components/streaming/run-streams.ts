/**
 * Every run this tab shows, live: one per tab, and one event stream for all tabs of the browser.
 *
 * Tabs elect a leader; it holds the only subscription and passes what comes on to the others. Each
 * tab folds the events itself and drops what it has, so it ends with exactly the run's text whoever
 * led, however often. A gap is answered by asking again from the tab's own cursor.
 */
import { applyRunEvent, leavesGap, type RunState } from "#contract/run-state.ts";
import type { RunView } from "#contract/run-view.ts";
import { RunLeader } from "./run-leader.ts";
import { stateOfView } from "./state-of-view.ts";
import type { StreamPorts, TabMessage, WatchEntry } from "./stream-ports.ts";

/** Silence after which a tab says again what it needs, in case the message was lost. */
const silenceMs = 10_000;
/** How long a run that nothing shows any more is kept, for a page that comes right back. */
const graceMs = 30_000;
/** How long a gap may stay open before it is asked for once more. */
const gapPatienceMs = 2_000;

interface Lane {
  state: RunState;
  shownBy: number;
  cancelDrop: (() => void) | null;
  /** True for a while after a gap made the tab ask again, so that one gap is one request. */
  asked: boolean;
}

export class RunStreams {
  readonly #ports: StreamPorts;
  readonly #lanes = new Map<string, Lane>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #changed = new Map<string, Set<() => void>>();
  readonly #dirty = new Set<string>();
  #leader: RunLeader | null = null;
  #resign: (() => void) | null = null;
  #stopListening: (() => void) | null = null;
  #cancelSilence: (() => void) | null = null;
  #announcing = false;

  constructor(ports: StreamPorts) {
    this.#ports = ports;
  }

  /** Takes part: listens to the other tabs and stands for leader. */
  open(): void {
    if (this.#stopListening) return;
    this.#stopListening = this.#ports.channel.listen((message) => this.#receive(message));
    this.#resign = this.#ports.elect(() => this.#lead());
    this.#announce(true);
  }

  /** Leaves: another tab may lead. What has been received is kept. */
  close(): void {
    this.#ports.channel.post({ type: "want", tab: this.#ports.tab, runs: [], urgent: false });
    this.#leader?.stop();
    this.#leader = null;
    this.#resign?.();
    this.#stopListening?.();
    this.#cancelSilence?.();
    this.#resign = null;
    this.#stopListening = null;
    this.#cancelSilence = null;
  }

  /** After sleep, a hidden spell or a lost network: says again what is needed, from where. */
  resync(): void {
    if (this.#stopListening) this.#announce(true);
  }

  /** Keeps the run of `view` up to date until the returned function is called. */
  attach(view: RunView): () => void {
    const lane = this.#laneOf(view);
    lane.shownBy += 1;
    lane.cancelDrop?.();
    lane.cancelDrop = null;
    let attached = true;
    return () => {
      if (!attached) return;
      attached = false;
      lane.shownBy -= 1;
      if (lane.shownBy > 0) return;
      lane.cancelDrop = this.#ports.after(graceMs, () => {
        this.#lanes.delete(view.id);
        this.#announceSoon();
      });
    };
  }

  /** Takes in a newer view of a run, such as the answer to a cancel. */
  learn(view: RunView): void {
    if (this.#lanes.has(view.id)) this.#laneOf(view);
  }

  /** The same object until something changed; undefined for a run that was never attached. */
  state(runId: string): RunState | undefined {
    return this.#lanes.get(runId)?.state;
  }

  /** Calls `fn` when `state(runId)` is another, at the pace of painting. */
  subscribe(runId: string, fn: () => void): () => void {
    return listenIn(this.#listeners, runId, fn);
  }

  /** Tells the other tabs that a list shows something else now. */
  postChanged(topic: string): void {
    this.#ports.channel.post({ type: "changed", topic });
  }

  onChanged(topic: string, fn: () => void): () => void {
    return listenIn(this.#changed, topic, fn);
  }

  #laneOf(view: RunView): Lane {
    const seeded = stateOfView(view);
    const lane = this.#lanes.get(view.id);
    if (!lane) {
      const fresh: Lane = { state: seeded, shownBy: 0, cancelDrop: null, asked: false };
      this.#lanes.set(view.id, fresh);
      this.#markDirty(view.id);
      if (isUnfinished(fresh)) this.#announceSoon();
      return fresh;
    }
    // A stored end outranks a longer live text: after a crash the hub may know less than the tab saw.
    const news = isUnfinished(lane) && (seeded.seq > lane.state.seq || seeded.done !== null || seeded.error !== null);
    if (news) {
      lane.state = seeded;
      this.#markDirty(view.id);
      this.#announceSoon();
    }
    return lane;
  }

  #receive(message: TabMessage): void {
    if (message.type === "want") this.#leader?.want(message.tab, message.runs, message.urgent);
    else if (message.type === "ask") this.#announce(false);
    else if (message.type === "entries") this.#take(message.entries);
    else if (message.type === "check") this.#check();
    else for (const fn of this.#changed.get(message.topic) ?? []) fn();
  }

  #lead(): void {
    const { tab, open, after, random, channel } = this.#ports;
    this.#leader = new RunLeader({
      tab,
      open,
      after,
      random,
      deliver: (entries, shared) => {
        if (shared.length > 0) channel.post({ type: "entries", entries: shared });
        this.#take(entries);
      },
      check: () => {
        channel.post({ type: "check" });
        this.#check();
      },
    });
    channel.post({ type: "ask" });
    this.#announce(false);
  }

  #take(entries: readonly WatchEntry[]): void {
    let gap = false;
    for (const entry of entries) {
      const lane = this.#lanes.get(entry.run_id);
      if (!lane || !isUnfinished(lane)) continue;
      if (leavesGap(lane.state, entry)) {
        if (!lane.asked) {
          gap = true;
          lane.asked = true;
          this.#ports.after(gapPatienceMs, () => {
            lane.asked = false;
          });
        }
        continue;
      }
      const next = applyRunEvent(lane.state, entry);
      if (next === lane.state) continue;
      lane.state = next;
      this.#markDirty(entry.run_id);
    }
    if (gap) this.#announceSoon();
    this.#watchSilence();
  }

  #check(): void {
    for (const [id, lane] of this.#lanes) {
      if (!isUnfinished(lane)) continue;
      this.#ports.lookUp(id).then(
        (view) => (view ? this.learn(view) : this.#lose(id)),
        () => undefined, // The hub does not answer; the stream's own retries go on.
      );
    }
  }

  #lose(runId: string): void {
    const lane = this.#lanes.get(runId);
    if (!lane || !isUnfinished(lane)) return;
    const error = { code: "RUN_NOT_FOUND" as const, message: "The hub no longer has this run." };
    const partial = lane.state.content !== "";
    const event = { type: "error" as const, run_id: runId, specialist_id: "", error, partial };
    lane.state = applyRunEvent(lane.state, { seq: lane.state.seq + 1, event });
    this.#markDirty(runId);
    this.#announceSoon();
  }

  #announceSoon(): void {
    if (this.#announcing) return;
    this.#announcing = true;
    queueMicrotask(() => {
      this.#announcing = false;
      if (this.#stopListening) this.#announce(false);
    });
  }

  #announce(urgent: boolean): void {
    const runs = [...this.#lanes]
      .filter(([, lane]) => isUnfinished(lane))
      .map(([run_id, { state }]) => ({ run_id, after: state.seq }));
    const { tab, channel } = this.#ports;
    if (this.#leader) this.#leader.want(tab, runs, urgent);
    else channel.post({ type: "want", tab, runs, urgent });
    this.#watchSilence();
  }

  #watchSilence(): void {
    this.#cancelSilence?.();
    this.#cancelSilence = null;
    if (![...this.#lanes.values()].some(isUnfinished)) return;
    this.#cancelSilence = this.#ports.after(silenceMs, () => this.#announce(true));
  }

  #markDirty(runId: string): void {
    const scheduled = this.#dirty.size > 0;
    this.#dirty.add(runId);
    if (scheduled) return;
    this.#ports.schedule(() => {
      const ids = [...this.#dirty];
      this.#dirty.clear();
      for (const id of ids) for (const fn of this.#listeners.get(id) ?? []) fn();
    });
  }
}

const isUnfinished = ({ state }: Lane): boolean => state.phase !== "done" && state.phase !== "error";

function listenIn(map: Map<string, Set<() => void>>, key: string, fn: () => void): () => void {
  const set = map.get(key) ?? new Set();
  map.set(key, set.add(fn));
  return () => {
    set.delete(fn);
    if (set.size === 0 && map.get(key) === set) map.delete(key);
  };
}
