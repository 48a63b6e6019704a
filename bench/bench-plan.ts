/** How much is measured: counts and milliseconds. Everything is bounded, so a run ends by itself. */

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
}

/** About two and a half minutes. */
export const fullPlan: BenchPlan = {
  warmUpMs: 1500,
  inTurn: { rounds: 5, answers: 40 },
  open: { rounds: 3, streams: [10, 50], windowMs: 1600 },
  atOnce: { rounds: 4, streams: [10, 50], bursts: 4 },
  throughput: { rounds: 5, streams: 50, windowMs: 800 },
  sustained: { streams: 20, seconds: 20, directSeconds: 5 },
};

/** About half a minute: enough to see that something broke, not to compare two versions. */
export const quickPlan: BenchPlan = {
  warmUpMs: 700,
  inTurn: { rounds: 3, answers: 15 },
  open: { rounds: 1, streams: [10, 50], windowMs: 700 },
  atOnce: { rounds: 3, streams: [10, 50], bursts: 2 },
  throughput: { rounds: 3, streams: 50, windowMs: 400 },
  sustained: { streams: 20, seconds: 4, directSeconds: 2 },
};
