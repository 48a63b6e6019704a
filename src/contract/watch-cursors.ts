/**
 * The cursor of a reader of several runs, as one short string: the last `seq` of each, in the order
 * the runs were asked for, joined by dots ("12.0.7"). It is the tracked id of the watching
 * subscription, so a reconnecting reader resumes every run at once.
 */

import { z } from "zod";
import { idText } from "./id-text.ts";
import { limits } from "./limits.ts";

export const watchedRun = z.object({ run_id: idText, after: z.number().int().nonnegative() });
export type WatchedRun = z.infer<typeof watchedRun>;

export const watchInput = z.object({
  runs: z.array(watchedRun).min(1).max(limits.watchedRuns),
  lastEventId: z.string().max(4096).nullish(),
});

export const formatCursors = (seqs: readonly number[]): string => seqs.join(".");

/** The cursors to go on from: `runs[i].after`, moved forward by `id` when it fits them. */
export function resumeCursors(runs: readonly WatchedRun[], id: string | null | undefined): WatchedRun[] {
  const seqs = (id ?? "").split(".");
  if (seqs.length !== runs.length || !seqs.every((seq) => /^\d{1,15}$/.test(seq))) return [...runs];
  return runs.map((run, i) => ({ ...run, after: Math.max(run.after, Number(seqs[i])) }));
}
