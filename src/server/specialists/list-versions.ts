import type { SpecialistVersion } from "#contract/registry.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { SpecialistStore } from "./specialist-store.ts";

/** Newest first, also of an entry that was deleted. @throws AppError SPECIALIST_NOT_FOUND */
export async function listVersions(specialists: SpecialistStore, id: string): Promise<SpecialistVersion[]> {
  const versions = await specialists.versions(id);
  if (versions.length > 0) return versions;
  throw new AppError("SPECIALIST_NOT_FOUND", `The registry never had a specialist ${id.slice(0, 64)}.`);
}
