import type { BroadcastView } from "#contract/broadcast.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { withLiveText } from "#server/runs/read-run.ts";
import type { StoredBroadcast } from "./broadcast-store.ts";
import type { TeamDeps } from "./team-deps.ts";

/** A broadcast with the newest run of each lane. Throws NOT_FOUND. */
export async function readBroadcast(deps: TeamDeps, actor: Actor, id: string): Promise<BroadcastView> {
  return toBroadcastView(deps, actor, await findBroadcast(deps, actor, id));
}

/** @throws AppError NOT_FOUND */
export async function findBroadcast(deps: TeamDeps, actor: Actor, id: string): Promise<StoredBroadcast> {
  const broadcast = await deps.broadcasts.find(actor, id);
  if (!broadcast) throw new AppError("NOT_FOUND", `There is no broadcast ${id.slice(0, 64)}.`);
  return broadcast;
}

export function toBroadcastView(deps: TeamDeps, actor: Actor, broadcast: StoredBroadcast): BroadcastView {
  const { id, message, createdAt, lanes, runs } = broadcast;
  return {
    id,
    message,
    created_at: createdAt.toISOString(),
    lanes: lanes.flatMap((lane) => {
      const row = runs.findLast((run) => run.laneId === lane.lane_id);
      const [run] = row ? withLiveText(deps.live, actor, [deps.store.toView(row)]) : [];
      return run ? [{ ...lane, run }] : [];
    }),
  };
}
