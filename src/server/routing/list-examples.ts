/** A page of the examples, the newest written here first, then the shipped ones by capability. */

import type { z } from "zod";
import type { examplesQuery, RoutingExample } from "#contract/routing.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { PlacedExample } from "./example-store.ts";
import type { RoutingDeps } from "./routing-deps.ts";

export interface ExamplesPage {
  readonly examples: readonly RoutingExample[];
  /** Of all pages. */
  readonly total: number;
  /** null: that was the last page. */
  readonly next_cursor: string | null;
}

/** @throws AppError BAD_REQUEST for a cursor that is not one */
export function listExamples(
  { examples }: Pick<RoutingDeps, "examples">,
  { capability, q = "", origin, limit, cursor = "" }: z.output<typeof examplesQuery>,
): ExamplesPage {
  if (!/^(?:[01]\d+[\da-f]*)?$/.test(cursor)) {
    const issues = [{ path: "cursor", message: "must be the next_cursor of a list" }];
    throw new AppError("BAD_REQUEST", "The request does not fit. cursor: must be the next_cursor of a list.", {
      issues,
    });
  }
  const wanted = q.toLowerCase();
  const fits = (example: PlacedExample): boolean =>
    (!capability || example.capability === capability) &&
    (!origin || origin === "removed" || example.origin === origin) &&
    example.text.toLowerCase().includes(wanted);
  const found = (origin === "removed" ? examples.removed() : examples.all()).filter(fits);
  const from = found.findIndex(({ place }) => place > cursor);
  const page = from < 0 ? [] : found.slice(from, from + limit);
  const last = page.at(-1);
  return {
    examples: page.map(toView),
    total: found.length,
    next_cursor: last && last !== found.at(-1) ? last.place : null,
  };
}

const toView = ({ id, capability, text, origin }: RoutingExample): RoutingExample => ({
  id,
  capability,
  text,
  origin,
});
