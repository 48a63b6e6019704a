/** Checks input against its schema; what does not fit is one BAD_REQUEST that names every place. */
import type { z } from "zod";
import { AppError } from "#server/kernel/app-error.ts";

const shownIssues = 20;

export interface Issue {
  readonly path: string;
  readonly message: string;
}

export const issuesOf = (error: z.ZodError): Issue[] =>
  error.issues.slice(0, shownIssues).map(({ path, message }) => ({
    path: path.map(String).join("."),
    message: message.endsWith("received undefined") ? "is missing" : message,
  }));

export function badInput(error: z.ZodError): AppError {
  const issues = issuesOf(error);
  const sentences = issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  return new AppError("BAD_REQUEST", `The request does not fit. ${sentences.slice(0, 3).join("; ")}.`, { issues });
}

/** @throws AppError BAD_REQUEST with `details.issues` */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input);
  if (!result.success) throw badInput(result.error);
  return result.data;
}
