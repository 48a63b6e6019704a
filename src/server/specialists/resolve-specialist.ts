/**
 * Who a name means: exact id; name + `-ai`; the entry's own name; unique prefix; `@capability`; `auto`. Pure: the
 * registry is handed in.
 */
import type { Routed } from "#contract/run-events.ts";
import type { Specialist } from "#contract/specialist.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { byDeclaredScore, rankSpecialists, type ScoreOf } from "./rank-specialists.ts";

export interface Resolved {
  readonly specialist: Specialist;
  readonly routed: Routed;
}

export interface ResolveOptions {
  /** What `@capability` goes by. */
  readonly scoreOf?: ScoreOf;
  /** `@capability` prefers those who could answer now. */
  readonly isAvailable?: (specialist: Specialist) => boolean;
}

/** Longest name worth looking at; longer ones are echoed cut. */
const shownChars = 80;

/**
 * Without a message `auto` is the generalist.
 * @throws AppError SPECIALIST_NOT_FOUND (`details.available`), AMBIGUOUS_NAME (`details.candidates`)
 */
export function resolveSpecialist(all: readonly Specialist[], name: string, options: ResolveOptions = {}): Resolved {
  const asked = name.trim().toLowerCase();
  if (asked === "auto") return byCapability(all, "general", "auto", options);
  if (asked.startsWith("@")) return byCapability(all, asked.slice(1), "capability", options);
  const exact =
    all.find((s) => s.id === asked) ?? all.find((s) => s.id === `${asked}-ai`) ?? all.find((s) => s.name === asked);
  if (exact) return { specialist: exact, routed: { by: "name", reason: `named ${exact.id}` } };
  const candidates = asked === "" ? [] : all.filter((s) => s.id.startsWith(asked) || s.name.startsWith(asked));
  if (candidates.length > 1) {
    const ids = candidates.map((s) => s.id);
    throw new AppError(
      "AMBIGUOUS_NAME",
      `"${asked.slice(0, shownChars)}" could be ${someOf(ids, " or ")}. Say which.`,
      {
        candidates: ids,
      },
    );
  }
  const [only] = candidates;
  if (!only) throw notFound(all, `There is no specialist "${asked.slice(0, shownChars)}".`);
  return { specialist: only, routed: { by: "name", reason: `"${asked}" is short for ${only.id}` } };
}

const shownIds = 20;
const someOf = (ids: readonly string[], between: string): string =>
  `${ids.slice(0, shownIds).join(between)}${ids.length > shownIds ? ` and ${ids.length - shownIds} more` : ""}`;

function notFound(all: readonly Specialist[], sentence: string): AppError {
  const available = all.filter((s) => s.enabled).map((s) => s.id);
  return new AppError("SPECIALIST_NOT_FOUND", `${sentence} Available: ${someOf(available, ", ") || "none"}.`, {
    available,
  });
}

function byCapability(
  all: readonly Specialist[],
  capability: string,
  by: "capability" | "auto",
  { scoreOf = byDeclaredScore, isAvailable = () => true }: ResolveOptions,
): Resolved {
  const ranked = rankSpecialists(
    all.filter((s) => s.enabled),
    capability,
    scoreOf,
  );
  const best = ranked.find(isAvailable) ?? ranked[0];
  if (!best) throw notFound(all, `No enabled specialist has the capability "${capability.slice(0, shownChars)}".`);
  const score = `${Math.round(scoreOf(best, capability) * 100)} %`;
  const isPrimary = best.capabilities.primary.includes(capability) ? "primary, " : "";
  const passed = best === ranked[0] ? "" : `; ${ranked[0]?.id} is not available`;
  const reason =
    by === "auto"
      ? `the generalist ${best.id} takes requests that name nobody`
      : `${best.id} is best at ${capability} (${isPrimary}${score}${passed})`;
  return { specialist: best, routed: { by, reason } };
}
