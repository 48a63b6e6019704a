/** What the runs of a day showed of a specialist, as sums: the unit in which figures are kept. Pure. */
import type { RatingValue } from "#contract/registry.ts";
import type { LiveRun } from "./live-run.ts";

/** Sums of one specialist, one capability (empty: it was named, or of no known kind) and one day. */
export interface RunDay {
  readonly specialistId: string;
  readonly capability: string;
  /** Days since 1970-01-01 UTC on which the runs ended. */
  readonly day: number;
  readonly completed: number;
  readonly failed: number;
  /** Sums over the completed ones, milliseconds. */
  readonly durationMs: number;
  readonly firstTokenMs: number;
  /** How many of the completed ones had a first token. */
  readonly firstTokens: number;
  readonly up: number;
  readonly down: number;
}

/** So long figures are kept; older days are deleted. */
export const keptDays = 90;

const dayMs = 24 * 3600 * 1000;

export const dayOf = (epochMs: number): number => Math.floor(epochMs / dayMs);

const nothing = { completed: 0, failed: 0, durationMs: 0, firstTokenMs: 0, firstTokens: 0, up: 0, down: 0 };

/**
 * What a run that ended adds to its day; null when it counts for nothing. Stopping one, or the hub, says
 * nothing about a specialist, and neither does a dry run. Who answered has it, not who was asked.
 */
export function runDayOf({ identity, status, timing, endedAt }: LiveRun): RunDay | null {
  const { specialistId, capability, createdAt, dryRun } = identity;
  if (dryRun || (status !== "completed" && status !== "failed")) return null;
  const place = { specialistId, capability: capability ?? "", day: dayOf(endedAt ?? createdAt) };
  if (status === "failed") return { ...nothing, ...place, failed: 1 };
  return {
    ...nothing,
    ...place,
    completed: 1,
    durationMs: timing.duration_ms ?? 0,
    firstTokenMs: timing.first_token_ms ?? 0,
    firstTokens: timing.first_token_ms === null ? 0 : 1,
  };
}

/** What a changed rating adds to the day of its run. */
export function ratedDay(
  place: Pick<RunDay, "specialistId" | "capability" | "day">,
  from: RatingValue,
  to: RatingValue,
): RunDay {
  const moved = (value: RatingValue) => Number(to === value) - Number(from === value);
  return { ...nothing, ...place, up: moved(1), down: moved(-1) };
}
