import type { DeletedSpecialist } from "#contract/registry.ts";
import type { SpecialistStore } from "./specialist-store.ts";

/** As many as anybody looks through; an older one is still restored by its id. */
const most = 100;

/** Entries that were deleted and have not come back, the last one first. */
export const listDeleted = (specialists: SpecialistStore): Promise<DeletedSpecialist[]> => specialists.deleted(most);
