import type { DiscoveredAi } from "#contract/discovery.ts";
import type { RunsOn } from "#contract/registry.ts";
import type { Specialist } from "#contract/specialist.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { RunFigures } from "#server/runs/run-figures.ts";

/** What discovery reads; all of it is in memory. */
export interface DiscoveryDeps {
  readonly clock: Pick<Clock, "now">;
  /** In the order of the registry. */
  readonly registry: () => readonly Specialist[];
  /** Enabled, and what it asks for could answer now. */
  readonly isAvailable: (specialist: Specialist) => boolean;
  readonly runsOn: (specialist: Specialist) => RunsOn;
  readonly figures: Pick<RunFigures, "of" | "scoreOf">;
}

/** The hub as the asker sees it. */
export interface SeenHub {
  /** Where it was reached; paths are under it. */
  readonly url: string;
  readonly connection: { readonly host: string; readonly port: number };
  /** A feature is true when it works. */
  readonly features: DiscoveredAi["features"] & Readonly<Record<string, boolean>>;
}
