import type { Specialist } from "#contract/specialist.ts";
import type { RunStore } from "#server/runs/run-store.ts";
import type { StartDeps } from "#server/runs/start-run.ts";
import type { WatchDeps } from "#server/runs/watch-run.ts";
import type { BroadcastStore } from "./broadcast-store.ts";

/** What the use-cases of a broadcast need. */
export interface TeamDeps extends StartDeps, WatchDeps {
  readonly broadcasts: BroadcastStore;
  readonly store: RunStore;
  /** The registry, in its order. */
  readonly everySpecialist: () => readonly Specialist[];
}
