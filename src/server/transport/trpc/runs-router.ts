import { tracked } from "@trpc/server";
import { z } from "zod";
import { idText } from "#contract/id-text.ts";
import { rating } from "#contract/registry.ts";
import { isFinalEvent, type LoggedEvent } from "#contract/run-events.ts";
import { runRequest } from "#contract/run-request.ts";
import { formatCursors, resumeCursors, type WatchedRun, watchInput } from "#contract/watch-cursors.ts";
import { paceBatches } from "#server/kernel/pace-batches.ts";
import { cancelRun } from "#server/runs/cancel-run.ts";
import { rateRun } from "#server/runs/rate-run.ts";
import { readRun } from "#server/runs/read-run.ts";
import { startRun } from "#server/runs/start-run.ts";
import { watchRuns } from "#server/runs/watch-runs.ts";
import { procedure, router } from "./trpc.ts";

/** A page shows a change this often at the most; sending more would only cost both sides. */
const paintMs = 40;

const oneRun = z.object({ run_id: idText });

export interface WatchedEvent extends LoggedEvent {
  readonly run_id: string;
}

export const runsRouter = router({
  /** One run; watch it by its id. */
  start: procedure
    .input(runRequest.extend({ specialist: idText }))
    .mutation(async ({ ctx: { hub, actor, requestId }, input: { specialist, ...request } }) => {
      const { runId } = await startRun(hub.team, actor, { specialist, request, requestId });
      return { run_id: runId };
    }),
  get: procedure.input(oneRun).query(({ ctx: { hub, actor }, input }) => readRun(hub.team, actor, input.run_id)),
  cancel: procedure
    .input(oneRun)
    .mutation(({ ctx: { hub, actor }, input }) => cancelRun(hub.team, actor, input.run_id)),
  rate: procedure
    .input(rating.extend(oneRun.shape))
    .mutation(({ ctx: { hub, actor }, input }) => rateRun(hub.ratings, actor, input.run_id, input.value)),
  /** Several runs on one stream; its tracked id is the cursor of all of them. */
  watch: procedure.input(watchInput).subscription(async function* ({ ctx: { hub, actor }, input, signal }) {
    const runs = resumeCursors(input.runs, input.lastEventId);
    const cursors = runs.map((run) => run.after);
    const gone = signal ?? new AbortController().signal;
    const begun = new Set<number>();
    const batches = paceBatches(watchRuns(hub.team, actor, { runs, signal: gone }), {
      clock: hub.clock,
      everyMs: paintMs,
      // The first words of an answer are what a person waits for, and its end is what a program does.
      urgent: ({ index, item }) => {
        const first = !begun.has(index) && item.some(({ event }) => "data" in event);
        if (first) begun.add(index);
        return first || item.some(({ event }) => isFinalEvent(event));
      },
    });
    for await (const batch of batches) {
      const events = batch.flatMap(({ index, item }) => {
        const { run_id } = runs[index] as WatchedRun;
        cursors[index] = item.at(-1)?.seq ?? cursors[index] ?? 0;
        return item.map((entry): WatchedEvent => ({ run_id, ...entry }));
      });
      yield tracked(formatCursors(cursors), events);
    }
  }),
});
