/**
 * Starts runs. Their rows (and whatever belongs with them) are committed in one transaction before
 * anything is asked of a model; from then on the server owns the runs, whoever stays to watch.
 */
import type { Actor } from "#server/kernel/actor.ts";
import { type ExecuteDeps, executeRun } from "./execute-run.ts";
import { type PlanDeps, type PlanInput, planRun, type RunPlan } from "./plan-run.ts";
import type { AlsoWrite, AlsoWrites } from "./run-store.ts";

export type StartDeps = ExecuteDeps & PlanDeps;

export interface StartedRun {
  readonly runId: string;
  /** True when this `client_message_id` had been taken before: nothing new runs. */
  readonly replayed: boolean;
}

/**
 * One run. Throws what `planRun` throws.
 * @param before goes into the transaction ahead of the run's row; what it throws undoes all
 */
export async function startRun(
  deps: StartDeps,
  actor: Actor,
  input: PlanInput,
  before?: AlsoWrite,
): Promise<StartedRun> {
  const plan = await planRun(deps, actor, input);
  if ("answeredByRun" in plan) return { runId: plan.answeredByRun, replayed: true };
  const { turn } = plan;
  try {
    const both: AlsoWrite = async (tx) => {
      await before?.(tx);
      await turn?.before(tx);
    };
    await launchRuns(deps, [plan], before || turn ? { before: both, after: turn?.after } : {});
  } catch (error) {
    const runId = await turn?.answeredBy();
    if (runId) return { runId, replayed: true };
    throw error;
  }
  return { runId: plan.identity.id, replayed: false };
}

/** Writes the rows of all plans in one transaction, then sets every run going. */
export async function launchRuns(deps: ExecuteDeps, plans: readonly RunPlan[], also: AlsoWrites = {}): Promise<void> {
  const runs = plans.map((plan) => deps.live.open(plan.identity));
  try {
    await deps.store.create(runs, also);
  } catch (error) {
    for (const [i, run] of runs.entries()) {
      plans[i]?.ticket?.release();
      deps.live.discard(run);
    }
    throw error;
  }
  for (const [i, run] of runs.entries()) {
    const plan = plans[i] as RunPlan;
    void executeRun(deps, {
      run,
      candidates: plan.candidates,
      ticket: plan.ticket,
      onHandedOver: plan.turn?.onHandedOver,
      onFinish: plan.turn?.onFinish,
    });
  }
}
