import type { Specialist } from "#contract/specialist.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { SpecialistStore } from "./specialist-store.ts";

/** By its exact id. @throws AppError SPECIALIST_NOT_FOUND */
export function findSpecialist(specialists: SpecialistStore, id: string): Specialist {
  const found = specialists.find(id);
  if (!found) throw noSpecialist(specialists, `The registry has no specialist ${id.slice(0, 64)}.`);
  return found;
}

export const noSpecialist = (specialists: SpecialistStore, sentence: string): AppError =>
  new AppError("SPECIALIST_NOT_FOUND", sentence, {
    available: specialists.all().flatMap(({ id, enabled }) => (enabled ? [id] : [])),
  });
