import type { Clock } from "#server/kernel/clock.ts";
import type { SpecialistStore } from "./specialist-store.ts";

/** What the use-cases of the registry need. */
export interface RegistryDeps {
  readonly specialists: SpecialistStore;
  readonly clock: Clock;
  /** Told of every entry that changed, after it is stored. */
  readonly onChange: (id: string) => void;
}
