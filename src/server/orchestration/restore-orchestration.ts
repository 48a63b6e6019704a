import type { z } from "zod";
import type { OrchestrationView, restoredOrchestration } from "#contract/orchestration.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { OrchestrationDeps } from "./orchestration-deps.ts";
import { readOrchestration } from "./read-orchestration.ts";
import { overtaken } from "./replace-orchestration.ts";

/**
 * Puts an earlier version in force again, as a new one: history only grows. Version 0 is what the hub came with.
 * @throws AppError NOT_FOUND; CONFLICT (another version is in force than the writer had seen)
 */
export async function restoreOrchestration(
  deps: OrchestrationDeps,
  actor: Actor,
  { version, if_version: seen }: z.output<typeof restoredOrchestration>,
): Promise<OrchestrationView> {
  await deps.settings.write(
    async (current) => {
      const settings = await deps.settings.settingsAt(version);
      if (!settings) throw new AppError("NOT_FOUND", `There is no version ${version} of the settings.`);
      if (seen !== undefined && seen !== current.version) throw await overtaken(deps, current, seen);
      return settings;
    },
    { by: actor.name, now: deps.clock.now() },
  );
  deps.onChange();
  return readOrchestration(deps);
}
