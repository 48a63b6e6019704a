import type { Clock } from "#server/kernel/clock.ts";
import type { OrchestrationStore } from "./orchestration-store.ts";

/** What the use-cases of the settings need. */
export interface OrchestrationDeps {
  readonly settings: OrchestrationStore;
  readonly clock: Clock;
  readonly isInRegistry: (specialistId: string) => boolean;
  /** Told after new settings are in force. */
  readonly onChange: () => void;
}
