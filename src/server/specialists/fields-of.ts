import { fieldNames } from "#contract/changed-fields.ts";
import type { SpecialistFields } from "#contract/specialist.ts";

/** An entry's own fields, without what a reader was shown beside them. */
export const fieldsOf = <T extends Partial<SpecialistFields>>(entry: T): Pick<T, keyof T & keyof SpecialistFields> =>
  Object.fromEntries(fieldNames.flatMap((name) => (name in entry ? [[name, entry[name]]] : []))) as Pick<
    T,
    keyof T & keyof SpecialistFields
  >;
