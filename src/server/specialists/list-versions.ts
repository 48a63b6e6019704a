import type { SpecialistVersion } from "#contract/registry.ts";
import { noSpecialist } from "./find-specialist.ts";
import type { SpecialistStore } from "./specialist-store.ts";

/** As many as anybody looks through; an older one is still restored by its number. */
const most = 200;

/** Newest first, also of an entry that was deleted. @throws AppError SPECIALIST_NOT_FOUND */
export async function listVersions(specialists: SpecialistStore, id: string): Promise<SpecialistVersion[]> {
  const versions = await specialists.versions(id, most);
  if (versions.length > 0) return versions;
  throw noSpecialist(specialists, `The registry never had a specialist ${id.slice(0, 64)}.`);
}
