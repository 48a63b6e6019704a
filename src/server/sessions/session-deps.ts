import type { Actor } from "#server/kernel/actor.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { Log } from "#server/kernel/log.ts";
import type { LiveRuns } from "#server/runs/live-runs.ts";
import type { PlanInput, SpecialistPort } from "#server/runs/plan-run.ts";
import type { RunStore } from "#server/runs/run-store.ts";
import type { StartedRun } from "#server/runs/start-run.ts";
import type { MessageStore } from "./message-store.ts";
import type { SessionStore } from "./session-store.ts";

/** What the use-cases of sessions need. */
export interface SessionDeps {
  readonly sessions: SessionStore;
  readonly messages: MessageStore;
  readonly live: LiveRuns;
  readonly specialists: Pick<SpecialistPort, "resolve">;
  readonly clock: Clock;
  readonly log: Log;
  readonly runs: Pick<RunStore, "find">;
  /** Starts a run; throws what `planRun` throws. */
  readonly start: (actor: Actor, input: PlanInput) => Promise<StartedRun>;
  /** How long a search may read and open texts before it answers with what it has. */
  readonly searchBudgetMs: number;
}
