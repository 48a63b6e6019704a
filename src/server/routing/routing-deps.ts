/** What the use-cases of routing need. */
import type { RouteAnswer } from "#contract/routing.ts";
import type { Specialist } from "#contract/specialist.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { ExampleStore } from "./example-store.ts";
import type { Router } from "./router.ts";

export interface RoutingDeps {
  readonly examples: ExampleStore;
  readonly router: Router;
  readonly clock: Clock;
  /** Every specialist, in the order they were registered. */
  readonly registry: () => readonly Specialist[];
  /** Whether it is enabled and a model would answer for it now. */
  readonly isAvailable: (specialist: Specialist) => boolean;
  /** What an admin's rules say of a message; null: none fits it. */
  readonly byRule?: (message: string, mayAnswer: readonly Specialist[]) => Promise<RouteAnswer | null>;
}
