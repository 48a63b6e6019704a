/** Checks a draft against the contract's schema, and says in plain words what does not fit, by place. */
import "#components/api/zod-without-eval.ts";
import type { z } from "zod";
import { type Orchestration, orchestration } from "#contract/orchestration.ts";
import { documentOf, type OrchestrationDraft } from "./orchestration-draft.ts";

/** By the path in the document: `routing_rules.0.pattern`. */
export type Problems = ReadonlyMap<string, string>;

export interface CheckedDraft {
  /** null while there are problems. */
  readonly settings: Orchestration | null;
  readonly problems: Problems;
}

export function checkDraft(draft: OrchestrationDraft): CheckedDraft {
  const result = orchestration.safeParse(documentOf(draft));
  if (result.success) return { settings: result.data, problems: new Map() };
  const problems = new Map<string, string>();
  for (const issue of result.error.issues) {
    const path = issue.path.map(String).join(".");
    if (!problems.has(path)) problems.set(path, sayIssue(path, issue));
  }
  return { settings: null, problems };
}

function sayIssue(path: string, issue: z.core.$ZodIssue): string {
  if (path === "routing.embedding") return "Name the model, in at most 200 characters.";
  const isList = path.endsWith(".specialists");
  switch (issue.code) {
    case "invalid_type":
      return issue.expected === "int" ? "Write a whole number." : "Write a number.";
    case "too_small":
      if (isList) return "Choose at least one specialist.";
      return issue.origin === "string" ? "Write something here." : `At least ${said(issue.minimum)}.`;
    case "too_big":
      if (isList) return `At most ${said(issue.maximum)} specialists.`;
      return `At most ${said(issue.maximum)}${issue.origin === "string" ? " characters" : ""}.`;
    default:
      return `${issue.message}.`;
  }
}

const said = (bound: number | bigint): string => bound.toLocaleString("en");

/** Whether anything below a place does not fit: its fields are then to be seen. */
export const hasProblem = (problems: Problems, place: string): boolean =>
  [...problems.keys()].some((path) => path.startsWith(`${place}.`));
