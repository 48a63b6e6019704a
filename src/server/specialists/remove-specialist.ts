import type { Actor } from "#server/kernel/actor.ts";
import { checkVersion } from "./check-version.ts";
import { findSpecialist } from "./find-specialist.ts";
import type { RegistryDeps } from "./registry-deps.ts";

/**
 * Takes an entry out of the registry. Its versions stay, so that it can be restored; what it said stays too.
 * @throws AppError SPECIALIST_NOT_FOUND, CONFLICT (VersionConflict)
 */
export async function removeSpecialist(
  { specialists, clock, onChange }: RegistryDeps,
  actor: Actor,
  { id, version: read }: { readonly id: string; readonly version?: number | undefined },
): Promise<void> {
  await specialists.write(
    async () => {
      await checkVersion(specialists, { id, current: findSpecialist(specialists, id), read });
      return [{ id, change: "deleted", fields: null }];
    },
    { by: actor.name, now: clock.now() },
  );
  onChange(id);
}
