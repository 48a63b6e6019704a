import { type OrchestrationView, orchestrationDefaults } from "#contract/orchestration.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { OrchestrationDeps } from "./orchestration-deps.ts";
import { readOrchestration } from "./read-orchestration.ts";

/**
 * Puts an earlier version in force again, as a new one: history only grows. Version 0 is what the hub came with.
 * @throws AppError NOT_FOUND
 */
export async function restoreOrchestration(
  deps: OrchestrationDeps,
  actor: Actor,
  version: number,
): Promise<OrchestrationView> {
  await deps.settings.write(
    async () => {
      if (version === 0) return orchestrationDefaults;
      const found = (await deps.settings.versions()).find((v) => v.version === version);
      if (!found) throw new AppError("NOT_FOUND", `There is no version ${version} of the settings.`);
      return found.settings;
    },
    { by: actor.name, now: deps.clock.now() },
  );
  deps.onChange();
  return readOrchestration(deps);
}
