import { tracked } from "@trpc/server";
import { z } from "zod";
import { idText } from "#contract/id-text.ts";
import type { LoggedEvent } from "#contract/run-events.ts";
import { formatCursors, resumeCursors, watchInput } from "#contract/watch-cursors.ts";
import { cancelRun } from "#server/runs/cancel-run.ts";
import { readRun } from "#server/runs/read-run.ts";
import { watchRuns } from "#server/runs/watch-runs.ts";
import { procedure, router } from "./trpc.ts";

const oneRun = z.object({ run_id: idText });

export interface WatchedEvent extends LoggedEvent {
  readonly run_id: string;
}

export const runsRouter = router({
  get: procedure.input(oneRun).query(({ ctx: { hub, actor }, input }) => readRun(hub.team, actor, input.run_id)),
  cancel: procedure
    .input(oneRun)
    .mutation(({ ctx: { hub, actor }, input }) => cancelRun(hub.team, actor, input.run_id)),
  /** Several runs on one stream; its tracked id is the cursor of all of them. */
  watch: procedure.input(watchInput).subscription(async function* ({ ctx: { hub, actor }, input, signal }) {
    const runs = resumeCursors(input.runs, input.lastEventId);
    const cursors = runs.map((run) => run.after);
    const gone = signal ?? new AbortController().signal;
    for await (const { index, item } of watchRuns(hub.team, actor, { runs, signal: gone })) {
      const { run_id } = runs[index] as (typeof runs)[number];
      cursors[index] = item.at(-1)?.seq ?? cursors[index] ?? 0;
      yield tracked(
        formatCursors(cursors),
        item.map((entry): WatchedEvent => ({ run_id, ...entry })),
      );
    }
  }),
});
