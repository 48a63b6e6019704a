import type { Specialist } from "#contract/specialist.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { checkVersion } from "./check-version.ts";
import { refuseTakenName } from "./create-specialist.ts";
import { findSpecialist } from "./find-specialist.ts";
import { listVersions } from "./list-versions.ts";
import type { RegistryDeps } from "./registry-deps.ts";

export interface Restoring {
  readonly id: string;
  /** The version to go back to. It becomes a new one: history only grows. */
  readonly version: number;
  /** The version the writer had read; undefined: whatever it is by now. */
  readonly ifVersion?: number | undefined;
}

/**
 * Makes an entry what it was at a version; one that was deleted is there again.
 * @throws AppError SPECIALIST_NOT_FOUND, NOT_FOUND (no such version, or one that says "deleted"), CONFLICT
 */
export async function restoreSpecialist(
  { specialists, clock, onChange }: RegistryDeps,
  actor: Actor,
  { id, version, ifVersion }: Restoring,
): Promise<Specialist> {
  await specialists.write(
    async () => {
      const [newest] = await listVersions(specialists, id);
      const fields = (await specialists.version(id, version))?.specialist;
      if (!fields) {
        const what = `${id} has no version ${version} to go back to: the newest is ${newest?.version}`;
        throw new AppError("NOT_FOUND", `${what}, and one that was deleted is not gone back to.`);
      }
      await checkVersion(specialists, { id, current: specialists.find(id), read: ifVersion });
      refuseTakenName(specialists.all(), fields);
      return [{ id, change: "restored", fields }];
    },
    { by: actor.name, now: clock.now() },
  );
  onChange(id);
  return findSpecialist(specialists, id);
}
