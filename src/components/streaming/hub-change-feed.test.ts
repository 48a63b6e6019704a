import { beforeEach, expect, it } from "vitest";
import { type Changeable, type ChangeHandlers, HubChangeFeed } from "./hub-change-feed.ts";

const everything: Changeable[] = ["registry", "orchestration", "routing", "models"];

let now: number;
let timers: Set<{ at: number; fn: () => void }>;
let waiting: (() => void)[];
let connections: ChangeHandlers[];
let told: { tab: string; changed: readonly Changeable[] }[];

beforeEach(() => {
  now = 0;
  timers = new Set();
  waiting = [];
  connections = [];
  told = [];
});

function advance(ms: number): void {
  now += ms;
  for (const timer of [...timers].filter(({ at }) => at <= now)) if (timers.delete(timer)) timer.fn();
}

function openTab(tab: string): HubChangeFeed {
  const feed = new HubChangeFeed({
    elect: (lead) => {
      waiting.push(lead);
      if (waiting[0] === lead) lead();
      return () => {
        const led = waiting[0] === lead;
        waiting = waiting.filter((one) => one !== lead);
        if (led) waiting[0]?.();
      };
    },
    open: (handlers) => {
      connections.push(handlers);
      return () => {
        connections = connections.filter((one) => one !== handlers);
      };
    },
    after: (ms, fn) => {
      const timer = { at: now + ms, fn };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    random: () => 0.5,
    tell: (changed) => told.push({ tab, changed }),
  });
  feed.open();
  return feed;
}

it("eight tabs hold one connection, and the leader alone tells", () => {
  for (let i = 0; i < 8; i += 1) openTab(`tab-${i}`);
  expect(connections).toHaveLength(1);
  connections[0]?.onStart();
  advance(50);
  expect(told).toEqual([{ tab: "tab-0", changed: everything }]);
});

it("tells a change at once, and a thousand on its heels together", () => {
  openTab("one");
  connections[0]?.onChange("registry");
  expect(told).toHaveLength(1);
  for (let i = 0; i < 1000; i += 1) connections[0]?.onChange("registry");
  connections[0]?.onChange("models");
  expect(told).toHaveLength(1);
  advance(50);
  advance(50);
  connections[0]?.onChange("routing");
  advance(50);
  expect(told.map(({ changed }) => changed)).toEqual([["registry"], ["registry", "models"], ["routing"]]);
});

it("a connection that comes back counts as a change of everything", () => {
  openTab("one");
  connections[0]?.onStart();
  advance(50);
  connections[0]?.onFail();
  advance(250);
  connections[0]?.onStart();
  advance(50);
  expect(told.map(({ changed }) => changed)).toEqual([everything, everything]);
});

it("pauses longer after each failure, and not at all when someone looks", () => {
  const feed = openTab("one");
  const failAndWait = (ms: number) => {
    connections[0]?.onFail();
    advance(ms - 1);
    expect(connections).toHaveLength(0);
    advance(1);
    expect(connections).toHaveLength(1);
  };
  for (const ms of [250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000]) failAndWait(ms);
  connections[0]?.onFail();
  feed.retry();
  expect(connections).toHaveLength(1);
  const [live] = connections;
  feed.retry();
  expect(connections[0]).toBe(live);
  connections[0]?.onStart();
  failAndWait(250);
});

it("the next tab in line goes on when the leader leaves, and what may have been missed is read again", () => {
  const first = openTab("first");
  openTab("second");
  connections[0]?.onStart();
  connections[0]?.onChange("registry");
  first.close();
  expect(connections).toHaveLength(1);
  connections[0]?.onStart();
  advance(50);
  expect(told.map(({ tab }) => tab)).toEqual(["first", "second"]);
  expect(told[1]?.changed).toEqual(everything);
  first.open();
  expect(connections).toHaveLength(1);
});

it("a connection that was closed can no longer speak", () => {
  const feed = openTab("one");
  const old = connections[0];
  feed.close();
  old?.onChange("registry");
  old?.onFail();
  advance(60_000);
  expect({ told, connections: connections.length }).toEqual({ told: [], connections: 0 });
});
