/** Checks a draft against the contract's schema, and says in a person's words what does not fit. */
import "#components/api/zod-without-eval.ts";
import type { z } from "zod";
import { type SpecialistFields, specialistFields } from "#contract/specialist.ts";
import { type Draft, fieldsOf } from "./draft.ts";

/** Who is in the registry already. */
export interface Taken {
  readonly id: string;
  readonly name: string;
}

export interface CheckedDraft {
  /** What would be saved; null while something does not fit. */
  readonly fields: SpecialistFields | null;
  /** By place, `cost.currency`, in the order of the form. */
  readonly errors: ReadonlyMap<string, string>;
}

/** `others`: the entries that this one is not; none of them may have its id or name. */
export function checkDraft(draft: Draft, others: readonly Taken[]): CheckedDraft {
  const result = specialistFields.safeParse(fieldsOf(draft));
  const errors = new Map<string, string>();
  for (const issue of result.error?.issues ?? []) {
    const place = issue.path[0] === "capabilities" ? "capabilities" : issue.path.map(String).join(".");
    if (!errors.has(place)) errors.set(place, wordsOf(issue, valueAt(fieldsOf(draft), issue.path)));
  }
  const namesake = others.find(({ id, name }) => [name, id, id.replace(/-ai$/, "")].includes(draft.name));
  if (namesake && !errors.has("name")) errors.set("name", `is taken by ${namesake.id}`);
  const double = others.find(({ id }) => id === draft.id);
  if (double && !errors.has("id")) errors.set("id", "is taken by another entry");
  return { fields: errors.size === 0 && result.success ? result.data : null, errors };
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (part, key) => (typeof part === "object" && part !== null ? Reflect.get(part, key) : part),
    value,
  );

const formatted = (value: unknown): string => Number(value).toLocaleString("en");

function wordsOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === "") return "must not be empty";
  switch (issue.code) {
    case "too_small":
      if (issue.origin === "string") return "must not be empty";
      return `must be at least ${formatted(issue.minimum)}`;
    case "too_big":
      if (issue.origin === "array") return `must be at most ${formatted(issue.maximum)}`;
      return `must be at most ${formatted(issue.maximum)}${issue.origin === "string" ? " characters" : ""}`;
    case "invalid_type":
      return issue.expected === "int" ? "must be a whole number" : `must be a ${issue.expected}`;
    default:
      return issue.message;
  }
}
