/** Who a free text is for, and why: an admin's rule when one fits, else what the router makes of it. */
import type { RouteAnswer } from "#contract/routing.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { RoutingDeps } from "./routing-deps.ts";

interface Routed {
  readonly message: string;
  /** Ids of specialists that must not be chosen. */
  readonly exclude?: readonly string[];
}

/** @throws AppError SPECIALIST_NOT_FOUND when none is left that may answer and has anything the router knows */
export async function routeMessage(deps: RoutingDeps, { message, exclude = [] }: Routed): Promise<RouteAnswer> {
  const excluded = new Set(exclude);
  const mayAnswer = deps.registry().filter((s) => !excluded.has(s.id) && deps.isAvailable(s));
  const answer = (await deps.byRule?.(message, mayAnswer)) ?? (await deps.router.route(message, mayAnswer));
  if (answer) return answer;
  const available = mayAnswer.map(({ id }) => id);
  throw new AppError(
    "SPECIALIST_NOT_FOUND",
    available.length === 0
      ? "There is no specialist left who may answer: the others are disabled, unavailable or excluded."
      : "No specialist who may answer has a capability that the router knows. Name one.",
    { available },
  );
}
