import type { z } from "zod";
import type { newSpecialist } from "#contract/registry.ts";
import type { Specialist, SpecialistFields } from "#contract/specialist.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { findSpecialist } from "./find-specialist.ts";
import type { RegistryDeps } from "./registry-deps.ts";
import { TakenNames } from "./taken-names.ts";

/** @throws AppError CONFLICT when the id or the name is taken */
export async function createSpecialist(
  deps: RegistryDeps,
  actor: Actor,
  input: z.output<typeof newSpecialist>,
): Promise<Specialist> {
  const { specialists, clock } = deps;
  const fields = withName(input);
  await specialists.write(
    () => {
      if (specialists.find(fields.id)) {
        throw new AppError("CONFLICT", `There is already a specialist ${fields.id}. Choose another id, or edit it.`);
      }
      refuseTakenName(specialists.all(), fields);
      return [{ id: fields.id, change: "created", fields }];
    },
    { by: actor.name, now: clock.now() },
  );
  deps.onChange(fields.id);
  return findSpecialist(specialists, fields.id);
}

/** The entry with the name it has when it is given none: its id without `-ai`. */
export const withName = (input: z.output<typeof newSpecialist>): SpecialistFields => ({
  ...input,
  name: input.name ?? (input.id.replace(/-ai$/, "") || input.id),
});

/** @throws AppError CONFLICT */
export function refuseTakenName(all: readonly SpecialistFields[], { id, name }: SpecialistFields): void {
  const other = new TakenNames(all).otherOwner({ id, name });
  if (!other) return;
  throw new AppError("CONFLICT", `${id} and its name ${name} would be taken for ${other}. Choose others.`, {
    field: "name",
  });
}
