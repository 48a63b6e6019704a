/**
 * What stored runs have shown of each specialist lately, kept in memory: read from the days of the database
 * at the start, then added to as outcomes and ratings are committed. Reading costs a look at each day of the
 * window and no query.
 */
import { capabilityNames, declaredScore } from "#contract/declared-capabilities.ts";
import type { CapabilityEvidence, Performance } from "#contract/registry.ts";
import type { Capabilities } from "#contract/specialist.ts";
import type { Clock } from "#server/kernel/clock.ts";
import { learnedScore, type Seen } from "./learned-score.ts";
import { dayOf, keptDays, type RunDay } from "./run-days.ts";
import { RunDaysWindow } from "./run-days-window.ts";

/** How fast and how sure a specialist is changes with the machine and the model: a month. */
const performanceDays = 30;
/** Ratings are few, and what somebody is good at changes slowly: all that is kept. */
const evidenceDays = keptDays;

const timeFields = ["completed", "failed", "durationMs", "firstTokenMs", "firstTokens"] as const;
const seenFields = ["up", "down", "completed", "failed"] as const;

interface Kept {
  readonly times: RunDaysWindow<(typeof timeFields)[number]>;
  /** By capability; what is of no known kind is evidence for none. */
  readonly seen: Map<string, RunDaysWindow<(typeof seenFields)[number]>>;
}

interface Rated {
  readonly id: string;
  readonly capabilities: Pick<Capabilities, "primary" | "scores"> & {
    readonly learned?: readonly string[] | undefined;
  };
}

export class RunFigures {
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly clock: Pick<Clock, "now">) {}

  get #today(): number {
    return dayOf(this.clock.now());
  }

  /** Call it once what it adds is committed. */
  add(day: RunDay): void {
    const kept = this.#kept.get(day.specialistId) ?? {
      times: new RunDaysWindow(performanceDays, timeFields),
      seen: new Map(),
    };
    this.#kept.set(day.specialistId, kept);
    kept.times.add(day.day, day);
    if (day.capability === "") return;
    const seen = kept.seen.get(day.capability) ?? new RunDaysWindow(evidenceDays, seenFields);
    kept.seen.set(day.capability, seen);
    seen.add(day.day, day);
  }

  of(specialistId: string): Performance {
    const sums = this.#kept.get(specialistId)?.times.total(this.#today);
    const { completed = 0, failed = 0, durationMs = 0, firstTokenMs = 0, firstTokens = 0 } = sums ?? {};
    const samples = completed + failed;
    return {
      samples,
      success_rate: samples === 0 ? null : completed / samples,
      duration_ms: mean(durationMs, completed),
      first_token_ms: mean(firstTokenMs, firstTokens),
      window_days: performanceDays,
    };
  }

  /** Of every capability it has or was seen at: the primary ones first, then by declared score, then by name. */
  evidence({ id, capabilities }: Rated): CapabilityEvidence[] {
    const { primary, learned = [] } = capabilities;
    const kept = this.#kept.get(id)?.seen;
    const names = new Set([...capabilityNames(capabilities), ...(kept?.keys() ?? [])]);
    const all = [...names].flatMap((capability): CapabilityEvidence[] => {
      const declared = declaredScore(capabilities, capability);
      const is_primary = primary.includes(capability);
      const seen = this.#seen(id, capability);
      const isSeen = seen.up + seen.down + seen.completed + seen.failed > 0;
      if (!isSeen && !is_primary && declared === null) return [];
      return [
        {
          capability,
          is_primary,
          declared,
          ...seen,
          learned: isSeen ? learnedScore(declared, seen) : null,
          used: isSeen && learned.includes(capability) ? "learned" : "declared",
          window_days: evidenceDays,
        },
      ];
    });
    return all.sort(
      (a, b) =>
        Number(b.is_primary) - Number(a.is_primary) ||
        (b.declared ?? -1) - (a.declared ?? -1) ||
        (a.capability < b.capability ? -1 : 1),
    );
  }

  /** What the router, `@capability` and discovery go by: the learned score where the entry says so and there is one. */
  scoreOf({ id, capabilities }: Rated, capability: string): number {
    const declared = declaredScore(capabilities, capability);
    if (capabilities.learned?.includes(capability)) {
      const seen = this.#seen(id, capability);
      if (seen.up + seen.down + seen.completed + seen.failed > 0) return learnedScore(declared, seen).score;
    }
    return declared ?? 0;
  }

  #seen(specialistId: string, capability: string): Seen {
    const seen = this.#kept.get(specialistId)?.seen.get(capability);
    return seen?.total(this.#today) ?? { up: 0, down: 0, completed: 0, failed: 0 };
  }
}

/**
 * To a hundredth of a millisecond, as runs are timed; null without anything to average. By whole hundredths, so that
 * the order in which a sum was added up, here or in the database, does not show.
 */
const mean = (sum: number, count: number): number | null =>
  count > 0 ? Math.round(Math.round(sum * 100) / count) / 100 : null;
