/** How much is measured: counts and milliseconds. Everything is bounded, so a run ends by itself. */
import type { DiscoveryPlan } from "./discovery-measure.ts";
import type { RecoveryPlan } from "./measure-recovery.ts";
import type { SessionMemoryPlan } from "./measure-session-memory.ts";
import type { SessionTimesPlan } from "./measure-session-times.ts";
import type { SeedSize } from "./seed-database.ts";

export interface BenchPlan {
  /** Of closed-loop load through each door, and half of it of open streams, before anything counts. */
  readonly warmUpMs: number;
  /** One stream, one after another: answers of each door in a round. */
  readonly inTurn: { readonly rounds: number; readonly answers: number };
  /** So many streams open all the time. */
  readonly open: { readonly rounds: number; readonly streams: readonly number[]; readonly windowMs: number };
  /** So many asked at the same instant. */
  readonly atOnce: { readonly rounds: number; readonly streams: readonly number[]; readonly bursts: number };
  readonly throughput: { readonly rounds: number; readonly streams: number; readonly windowMs: number };
  readonly sustained: { readonly streams: number; readonly seconds: number; readonly directSeconds: number };
  readonly sessions: SessionsPlan;
  readonly discovery: DiscoveryPlan;
}

export interface SessionsPlan {
  /** The two databases, the smaller one first: the same number of sessions, more turns in each. */
  readonly sizes: readonly [SeedSize, SeedSize];
  readonly times: SessionTimesPlan;
  readonly memory: SessionMemoryPlan;
  readonly recovery: RecoveryPlan;
}

/** About five minutes, one of them for writing a million messages. */
export const fullPlan: BenchPlan = {
  warmUpMs: 1500,
  inTurn: { rounds: 5, answers: 40 },
  open: { rounds: 3, streams: [10, 50], windowMs: 1600 },
  atOnce: { rounds: 4, streams: [10, 50], bursts: 4 },
  throughput: { rounds: 5, streams: 50, windowMs: 800 },
  sustained: { streams: 20, seconds: 20, directSeconds: 5 },
  sessions: {
    sizes: [
      { sessions: 2000, turnsEach: 25 },
      { sessions: 2000, turnsEach: 250 },
    ],
    times: { warmUp: 200, rounds: 20, samples: 30, atOnce: [1, 4] },
    memory: { warmUp: 300, used: 1000, answering: 100 },
    recovery: { sessions: 16, drops: 20, seconds: 14 },
  },
  discovery: { specialists: 1000, runs: 1_000_000, starts: 3, warmUp: 100, rounds: 20, samples: 25 },
};

/** About a minute: enough to see that something broke, not to compare two versions. */
export const quickPlan: BenchPlan = {
  warmUpMs: 700,
  inTurn: { rounds: 3, answers: 15 },
  open: { rounds: 1, streams: [10, 50], windowMs: 700 },
  atOnce: { rounds: 3, streams: [10, 50], bursts: 2 },
  throughput: { rounds: 3, streams: 50, windowMs: 400 },
  sustained: { streams: 20, seconds: 4, directSeconds: 2 },
  sessions: {
    sizes: [
      { sessions: 200, turnsEach: 25 },
      { sessions: 200, turnsEach: 125 },
    ],
    times: { warmUp: 100, rounds: 5, samples: 20, atOnce: [1, 4] },
    memory: { warmUp: 50, used: 100, answering: 40 },
    recovery: { sessions: 8, drops: 8, seconds: 6 },
  },
  discovery: { specialists: 1000, runs: 50_000, starts: 1, warmUp: 20, rounds: 5, samples: 20 },
};
