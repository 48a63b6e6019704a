/**
 * Asks several specialists the same thing. All rows, the broadcast's and every lane's, are written in
 * one transaction before anything streams. A lane whose provider is not there fails by itself; when all
 * of them would, the request does.
 */
import type { BroadcastRequest } from "#contract/broadcast.ts";
import { limits } from "#contract/limits.ts";
import type { DisconnectPolicy } from "#contract/run-request.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { newId } from "#server/kernel/ids.ts";
import { type Chosen, planRun, type RunPlan } from "#server/runs/plan-run.ts";
import { launchRuns } from "#server/runs/start-run.ts";
import type { Lane } from "./broadcast-store.ts";
import type { TeamDeps } from "./team-deps.ts";

export interface BroadcastInput {
  readonly request: BroadcastRequest;
  readonly requestId: string;
  /** What becomes of a lane nobody watches. */
  readonly onDisconnect: DisconnectPolicy;
}

/** The broadcast's id; its runs have begun. Throws what `planRun` throws, and BAD_REQUEST for no lane. */
export async function startBroadcast(
  deps: TeamDeps,
  actor: Actor,
  { request, requestId, onDisconnect }: BroadcastInput,
): Promise<string> {
  const lanes = await chooseLanes(deps, request);
  const id = newId("team", deps.clock.now());
  const plans: RunPlan[] = [];
  try {
    for (const { lane_id, specialist_id, chosen } of lanes) {
      const { message: content, temperature, max_tokens, context } = request;
      const plan = await planRun(deps, actor, {
        specialist: specialist_id,
        chosen,
        request: { content, temperature, max_tokens, context, on_disconnect: onDisconnect },
        requestId,
        lane: { broadcastId: id, laneId: lane_id },
      });
      if ("identity" in plan) plans.push(plan);
    }
    const refusals = plans.flatMap((plan) => plan.refusal ?? []);
    if (refusals[0] && refusals.length === plans.length) throw refusals[0];
  } catch (error) {
    for (const plan of plans) plan.ticket?.release();
    throw error;
  }
  const createdAt = new Date(deps.clock.now());
  const stored: Lane[] = lanes.map(({ lane_id, specialist_id }) => ({ lane_id, specialist_id }));
  await launchRuns(deps, plans, {
    before: (tx) => deps.broadcasts.create(tx, actor, { id, message: request.message, lanes: stored, createdAt }),
  });
  return id;
}

/**
 * A lane for each name, every enabled specialist when there are none; `auto` may stand for several. A second
 * `apollo-ai` is `apollo-ai#2`.
 */
async function chooseLanes(
  deps: TeamDeps,
  { specialists: names, message }: BroadcastRequest,
): Promise<(Lane & { readonly chosen: Chosen })[]> {
  const asked = names ?? deps.everySpecialist().flatMap((s) => (s.enabled ? [s.id] : []));
  if (asked.length === 0) throw new AppError("AI_UNAVAILABLE", "No specialist is enabled. Enable one in the registry.");
  refuseTooMany(asked.length);
  const chosen: Chosen[] = [];
  for (const name of asked) {
    const { candidates, capability, lanes } = await deps.specialists.choose(name, message);
    for (const one of lanes ?? candidates.slice(0, 1)) chosen.push({ candidates: [one], capability });
  }
  refuseTooMany(chosen.length);
  const seen = new Map<string, number>();
  return chosen.map((one) => {
    const id = one.candidates[0]?.specialist.id ?? "";
    const nth = (seen.get(id) ?? 0) + 1;
    seen.set(id, nth);
    return { chosen: one, specialist_id: id, lane_id: nth === 1 ? id : `${id}#${nth}` };
  });
}

function refuseTooMany(count: number): void {
  if (count <= limits.lanes) return;
  throw new AppError("BAD_REQUEST", `At most ${limits.lanes} specialists at once; ${count} were asked.`);
}
