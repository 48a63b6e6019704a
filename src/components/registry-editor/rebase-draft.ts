/** What becomes of a draft when the entry under it changes: nothing typed is lost, nothing of the others' undone. */
import "#components/api/zod-without-eval.ts";
import { changedFields } from "#contract/changed-fields.ts";
import type { SpecialistFields } from "#contract/specialist.ts";
import { type Draft, fieldsOf } from "./draft.ts";

export type Field = keyof Draft;

/** Fields in which two drafts would be saved as different entries. */
export const differentFields = (a: Draft, b: Draft): Field[] =>
  // Only compared: that the values fit is not asked here.
  changedFields(fieldsOf(a) as Partial<SpecialistFields>, fieldsOf(b) as Partial<SpecialistFields>);

/** `draft` with the named fields of `other`. */
export const withFieldsOf = (draft: Draft, other: Draft, fields: readonly Field[]): Draft => ({
  ...draft,
  ...Object.fromEntries(fields.map((field) => [field, other[field]])),
});

/**
 * The draft over what the entry has become: a field edited here stays as it is, any other becomes theirs.
 * @param from the entry the draft was begun on
 * @param to the entry as it is now
 */
export function rebaseDraft(draft: Draft, from: Draft, to: Draft): Draft {
  const edited = differentFields(draft, from);
  const taken = differentFields(from, to).filter((field) => !edited.includes(field));
  return withFieldsOf(draft, to, taken);
}
