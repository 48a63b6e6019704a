/** Which fields of two entries differ, in the order of the schema. */
import { type SpecialistFields, specialistFields } from "./specialist.ts";

type Field = keyof SpecialistFields;

export const fieldNames = Object.keys(specialistFields.shape) as Field[];

export const changedFields = (a: Partial<SpecialistFields>, b: Partial<SpecialistFields>): Field[] =>
  fieldNames.filter((field) => sortedJson(a[field]) !== sortedJson(b[field]));

/** JSON with sorted keys, so that the order in which a record was filled does not count; "" for undefined. */
export const sortedJson = (value: unknown, indent?: number): string =>
  JSON.stringify(
    value,
    (_, part: unknown) =>
      typeof part === "object" && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    indent,
  ) ?? "";
