import { changedFields } from "#contract/changed-fields.ts";
import type { ChangeKind } from "#contract/registry.ts";
import type { Specialist, SpecialistFields } from "#contract/specialist.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { checkVersion } from "./check-version.ts";
import { refuseTakenName } from "./create-specialist.ts";
import { findSpecialist } from "./find-specialist.ts";
import type { RegistryDeps } from "./registry-deps.ts";

export interface SpecialistChange {
  readonly id: string;
  /** The version the writer had read; undefined: whatever it is by now. */
  readonly version?: number | undefined;
  readonly fields: { readonly [F in keyof SpecialistFields]?: SpecialistFields[F] | undefined };
  readonly change?: ChangeKind;
}

/**
 * Changes some fields of an entry, or all. One that changes nothing makes no version.
 * @throws AppError SPECIALIST_NOT_FOUND, CONFLICT (an older version: VersionConflict; or a name that is taken)
 */
export async function changeSpecialist(
  deps: RegistryDeps,
  actor: Actor,
  { id, version: read, fields, change = "edited" }: SpecialistChange,
): Promise<Specialist> {
  const { specialists, clock } = deps;
  let changed = false;
  await specialists.write(
    async () => {
      const current = findSpecialist(specialists, id);
      await checkVersion(specialists, { id, current, read });
      const { version: _, ...before } = current;
      const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
      const after: SpecialistFields = { ...before, ...given, id };
      if (changedFields(before, after).length === 0) return [];
      refuseTakenName(specialists.all(), after);
      changed = true;
      return [{ id, change, fields: after }];
    },
    { by: actor.name, now: clock.now() },
  );
  if (changed) deps.onChange(id);
  return findSpecialist(specialists, id);
}
