import type { BroadcastView } from "#contract/broadcast.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { startRun } from "#server/runs/start-run.ts";
import { findBroadcast, readBroadcast } from "./read-broadcast.ts";
import type { TeamDeps } from "./team-deps.ts";

/**
 * Asks one lane again, with the context it was given; its earlier answer stays in the database.
 * Throws NOT_FOUND, CONFLICT and `planRun`'s.
 */
export async function retryLane(
  deps: TeamDeps,
  actor: Actor,
  { id, laneId, requestId }: { readonly id: string; readonly laneId: string; readonly requestId: string },
): Promise<BroadcastView> {
  const { lanes, message, runs } = await findBroadcast(deps, actor, id);
  const lane = lanes.find((l) => l.lane_id === laneId);
  if (!lane) throw new AppError("NOT_FOUND", `This broadcast has no lane ${laneId.slice(0, 64)}.`);
  const last = runs.findLast((run) => run.laneId === laneId);
  const context = last && deps.store.toView(last).context;
  const input = {
    specialist: lane.specialist_id,
    request: { content: message, ...(context && { context }) },
    requestId,
    lane: { broadcastId: id, laneId },
  };
  await startRun(deps, actor, input, async (tx) => {
    // With the new run's row, so that of two who ask at once only one starts it.
    const runIds = await deps.broadcasts.runsOfLane(tx, id, laneId);
    const going = runIds.find((runId) => deps.live.find(actor, runId)?.ended === false);
    if (going) throw new AppError("CONFLICT", "This lane is still answering. Stop it first.", { run_id: going });
  });
  return readBroadcast(deps, actor, id);
}
