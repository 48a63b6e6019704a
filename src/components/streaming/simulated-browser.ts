/**
 * Several tabs, a lock, a channel and a hub, moved step by step by a test.
 *
 * Messages between tabs keep their order per receiver and arrive when the test says so. Timers fire
 * when the test moves time. The hub's logs grow by `publish`; a subscription gets what `pump` hands it.
 */
import type { RunEvent } from "#contract/run-events.ts";
import type { RunView } from "#contract/run-view.ts";
import { unknownUsage } from "#contract/usage.ts";
import { RunStreams } from "./run-streams.ts";
import type { StreamHandlers, TabMessage, WatchEntry } from "./stream-ports.ts";

const noTiming = { queue_ms: null, first_token_ms: null, duration_ms: null, provider_ms: null };

interface Subscription {
  readonly tab: SimulatedTab;
  readonly cursors: Map<string, number>;
  readonly handlers: StreamHandlers;
}

export interface SimulatedTab {
  readonly name: string;
  readonly streams: RunStreams;
  readonly inbox: TabMessage[];
  readonly attached: Set<string>;
  listener: ((message: TabMessage) => void) | null;
}

export class SimulatedBrowser {
  readonly tabs: SimulatedTab[] = [];
  readonly subscriptions: Subscription[] = [];
  /** What the hub answers to a lookup when it no longer has the run as its log says. */
  readonly lookUps = new Map<string, RunView | null>();
  opened = 0;
  #logs = new Map<string, RunEvent[]>();
  #locks: { readonly tab: SimulatedTab; readonly lead: () => void }[] = [];
  #timers = new Set<{ readonly at: number; readonly tab: SimulatedTab; readonly fn: () => void }>();
  #now = 0;

  openTab(name = `tab-${this.opened}-${this.tabs.length}-${this.#now}`, alone = false): SimulatedTab {
    const inbox: TabMessage[] = [];
    const others = () => this.tabs.filter((other) => other !== tab && other.listener);
    const streams = new RunStreams({
      tab: name,
      channel: {
        post: (message) => {
          if (!alone) for (const other of others()) other.inbox.push(structuredClone(message));
        },
        listen: (fn) => {
          tab.listener = fn;
          return () => {
            tab.listener = null;
          };
        },
      },
      elect: (lead) => {
        const request = { tab, lead };
        if (alone) lead();
        else this.#locks.push(request);
        if (this.#locks[0] === request) lead();
        return () => this.#release(tab);
      },
      open: (runs, handlers) => {
        if (!this.tabs.includes(tab)) return () => {};
        this.opened += 1;
        const cursors = new Map(runs.map((run) => [run.run_id, run.after]));
        const subscription = { tab, cursors, handlers };
        this.subscriptions.push(subscription);
        return () => this.#drop(subscription);
      },
      lookUp: async (id) => this.lookUps.get(id) ?? (this.lookUps.has(id) ? null : this.view(id)),
      after: (ms, fn) => {
        const timer = { at: this.#now + ms, tab, fn };
        this.#timers.add(timer);
        return () => void this.#timers.delete(timer);
      },
      random: () => 0.5,
      schedule: (flush) => flush(),
    });
    const tab: SimulatedTab = { name, streams, inbox, attached: new Set(), listener: null };
    this.tabs.push(tab);
    streams.open();
    return tab;
  }

  attach(tab: SimulatedTab, runId: string, view: RunView = this.view(runId)): () => void {
    tab.attached.add(runId);
    return tab.streams.attach(view);
  }

  closeTab(tab: SimulatedTab): void {
    tab.streams.close();
    this.#forget(tab);
  }

  /** The tab is gone without a word; what it had already posted still arrives. */
  crashTab(tab: SimulatedTab): void {
    tab.listener = null;
    this.#forget(tab);
    this.#release(tab);
  }

  publish(runId: string, text: string | null): void {
    const log = this.#log(runId);
    const origin = { run_id: runId, specialist_id: "apollo-ai" };
    if (log.at(-1)?.type === "done") return;
    if (text !== null) log.push({ type: "content", ...origin, data: text });
    else {
      const end = { finish_reason: "stop", tokens_used: null, usage: unknownUsage, timing: noTiming } as const;
      log.push({ type: "done", ...origin, ...end });
    }
  }

  text(runId: string, upTo = Number.POSITIVE_INFINITY): string {
    const events = this.#log(runId).slice(0, upTo);
    return events.map((event) => (event.type === "content" ? event.data : "")).join("");
  }

  view(runId: string, seq = this.#log(runId).length): RunView {
    const done = this.#log(runId)[seq - 1]?.type === "done";
    return {
      id: runId,
      status: done ? "completed" : "running",
      specialist_id: "apollo-ai",
      session_id: null,
      broadcast_id: null,
      lane_id: null,
      provider: "demo",
      model: "demo",
      routed: { by: "name", reason: "" },
      content: this.text(runId, seq),
      thinking: "",
      finish_reason: done ? "stop" : null,
      error: null,
      warnings: [],
      usage: unknownUsage,
      tokens_used: null,
      timing: noTiming,
      context: null,
      context_used: null,
      rating: null,
      last_seq: seq,
      created_at: "2026-01-01T00:00:00.000Z",
      ended_at: null,
    };
  }

  /** Hands a subscription up to `count` events of each run, the last `again` of them for the second time. */
  pump(subscription: Subscription, count: number, again = 0, asSnapshot = false): void {
    const entries: WatchEntry[] = [];
    let ended = true;
    for (const [run_id, cursor] of subscription.cursors) {
      const log = this.#log(run_id);
      const to = Math.min(log.length, cursor + count);
      const origin = { run_id, specialist_id: "apollo-ai" };
      const from = Math.max(0, cursor - again);
      const skipTo = asSnapshot && to > cursor && log[to - 1]?.type === "content" ? to : from;
      if (skipTo > from) {
        const event = { type: "snapshot", ...origin, content: this.text(run_id, to), thinking: "", seq: to } as const;
        entries.push({ run_id, seq: to, event });
      }
      for (const [i, event] of log.slice(skipTo, to).entries()) entries.push({ run_id, seq: skipTo + i + 1, event });
      subscription.cursors.set(run_id, to);
      ended &&= log[to - 1]?.type === "done";
    }
    if (entries.length > 0) subscription.handlers.onEntries(entries);
    if (ended) subscription.handlers.onEnd();
  }

  deliverOne(tab: SimulatedTab): void {
    const message = tab.inbox.shift();
    if (message) tab.listener?.(message);
  }

  async advance(ms: number): Promise<void> {
    this.#now += ms;
    for (const timer of [...this.#timers].filter(({ at }) => at <= this.#now)) {
      if (this.#timers.delete(timer)) timer.fn();
    }
    await this.settle();
  }

  /** Lets promises and microtasks run out. */
  settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  /** Runs everything there is to run until all tabs are served. */
  async quiet(rounds = 60): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      await this.settle();
      while (this.tabs.some((tab) => tab.inbox.length > 0)) for (const tab of this.tabs) this.deliverOne(tab);
      for (const subscription of [...this.subscriptions]) this.pump(subscription, 1000);
      await this.advance(1000);
    }
  }

  #log(runId: string): RunEvent[] {
    const log = this.#logs.get(runId) ?? [];
    this.#logs.set(runId, log);
    return log;
  }

  #release(tab: SimulatedTab): void {
    const led = this.#locks[0]?.tab === tab;
    this.#locks = this.#locks.filter((request) => request.tab !== tab);
    if (led) this.#locks[0]?.lead();
  }

  #drop(subscription: Subscription): void {
    const i = this.subscriptions.indexOf(subscription);
    if (i >= 0) this.subscriptions.splice(i, 1);
  }

  #forget(tab: SimulatedTab): void {
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    for (const timer of this.#timers) if (timer.tab === tab) this.#timers.delete(timer);
    for (const subscription of [...this.subscriptions]) if (subscription.tab === tab) this.#drop(subscription);
  }
}
