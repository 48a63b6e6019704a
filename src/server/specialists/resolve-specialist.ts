/**
 * Who a name means: exact id; name + `-ai`; unique prefix; `@capability`; `auto`. Pure: the registry
 * is handed in.
 */
import type { Routed } from "#contract/run-events.ts";
import type { Specialist } from "#contract/specialist.ts";
import { AppError } from "#server/kernel/app-error.ts";

export interface Resolved {
  readonly specialist: Specialist;
  readonly routed: Routed;
}

/** Longest name worth looking at; longer ones are echoed cut. */
const shownChars = 80;

/** @throws AppError SPECIALIST_NOT_FOUND (`details.available`), AMBIGUOUS_NAME (`details.candidates`) */
export function resolveSpecialist(all: readonly Specialist[], name: string): Resolved {
  const asked = name.trim().toLowerCase();
  if (asked === "auto") return byCapability(all, "general", "auto");
  if (asked.startsWith("@")) return byCapability(all, asked.slice(1), "capability");
  const exact = all.find((s) => s.id === asked) ?? all.find((s) => s.id === `${asked}-ai`);
  if (exact) return { specialist: exact, routed: { by: "name", reason: `named ${exact.id}` } };
  const candidates = asked === "" ? [] : all.filter((s) => s.id.startsWith(asked) || s.name.startsWith(asked));
  if (candidates.length > 1) {
    const ids = candidates.map((s) => s.id);
    throw new AppError("AMBIGUOUS_NAME", `"${asked.slice(0, shownChars)}" could be ${ids.join(" or ")}. Say which.`, {
      candidates: ids,
    });
  }
  const [only] = candidates;
  if (!only) throw notFound(all, `There is no specialist "${asked.slice(0, shownChars)}".`);
  return { specialist: only, routed: { by: "name", reason: `"${asked}" is short for ${only.id}` } };
}

function notFound(all: readonly Specialist[], sentence: string): AppError {
  const available = all.filter((s) => s.enabled).map((s) => s.id);
  const shown = available.slice(0, 20).join(", ");
  return new AppError("SPECIALIST_NOT_FOUND", `${sentence} Available: ${shown || "none"}.`, { available });
}

/** Primary first, then the higher score; of equals the one registered first. */
function byCapability(all: readonly Specialist[], capability: string, by: "capability" | "auto"): Resolved {
  const rank = ({ capabilities: c }: Specialist) =>
    (c.primary.includes(capability) ? 10 : 0) + (Object.hasOwn(c.scores, capability) ? (c.scores[capability] ?? 0) : 0);
  const [best] = all.filter((s) => s.enabled && rank(s) > 0).toSorted((a, b) => rank(b) - rank(a));
  if (!best) throw notFound(all, `No enabled specialist has the capability "${capability.slice(0, shownChars)}".`);
  const reason =
    by === "auto" ? `the generalist ${best.id} takes requests that name nobody` : `${best.id} is best at ${capability}`;
  return { specialist: best, routed: { by, reason } };
}
