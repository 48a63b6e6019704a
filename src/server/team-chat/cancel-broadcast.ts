import type { BroadcastView } from "#contract/broadcast.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { cancelRun } from "#server/runs/cancel-run.ts";
import { findBroadcast, readBroadcast } from "./read-broadcast.ts";
import type { TeamDeps } from "./team-deps.ts";

/** Stops every lane that still goes on; the others keep their outcome. Throws NOT_FOUND. */
export async function cancelBroadcast(deps: TeamDeps, actor: Actor, id: string): Promise<BroadcastView> {
  const { runs } = await findBroadcast(deps, actor, id);
  const going = runs.filter((run) => deps.live.find(actor, run.id)?.ended === false);
  await Promise.all(going.map((run) => cancelRun(deps, actor, run.id)));
  return readBroadcast(deps, actor, id);
}
