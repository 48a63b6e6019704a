import type { SpecialistFields } from "#contract/specialist.ts";

/** The other entry that people mean by this name: by its own name or as its id. Null when nobody has it. */
export function whoHasName(
  all: readonly Pick<SpecialistFields, "id" | "name">[],
  { id, name }: Pick<SpecialistFields, "id" | "name">,
): string | null {
  const other = all.find((s) => s.id !== id && (s.name === name || s.id === name || s.id === `${name}-ai`));
  return other?.id ?? null;
}
