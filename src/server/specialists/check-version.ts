import { changedFields, fieldNames } from "#contract/changed-fields.ts";
import type { VersionConflict } from "#contract/registry.ts";
import type { Specialist } from "#contract/specialist.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { SpecialistStore } from "./specialist-store.ts";

/**
 * Refuses a write that was made against another version than the one there is.
 * @throws AppError CONFLICT whose details are a VersionConflict
 */
export async function checkVersion(
  specialists: SpecialistStore,
  {
    id,
    current,
    read,
  }: { readonly id: string; readonly current: Specialist | null; readonly read: number | undefined },
): Promise<void> {
  if (read === undefined || read === current?.version) return;
  const base = (await specialists.version(id, read))?.specialist;
  const [last] = await specialists.versions(id, 1);
  const changed = !current ? [] : base ? changedFields(base, current) : fieldNames;
  const by = last?.by ?? "somebody";
  const what = current ? `changed ${changed.join(", ") || "nothing"}` : "deleted it";
  const details: VersionConflict = { current, changed, by, at: last?.at ?? new Date(0).toISOString() };
  throw new AppError(
    "CONFLICT",
    `${id} is no longer at version ${read}: ${by} ${what}. Read it again and decide what to keep.`,
    { ...details },
  );
}
