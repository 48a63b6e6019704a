/**
 * What the runs of this process have shown of each specialist lately: how many there were, how many
 * succeeded, how long they took. In memory, bounded, from the newest runs only.
 */
import type { LiveRun } from "./live-run.ts";

export interface Figures {
  /** Runs counted; cancelled and interrupted ones say nothing and are not. */
  readonly samples: number;
  /** 0..1; null without samples. */
  readonly successRate: number | null;
  /** Means over the successful ones that have the figure, milliseconds; null without any. */
  readonly durationMs: number | null;
  readonly firstTokenMs: number | null;
}

const keptRuns = 200;

interface Sample {
  readonly ok: boolean;
  readonly durationMs: number | null;
  readonly firstTokenMs: number | null;
}

export class RunFigures {
  readonly #samples = new Map<string, Sample[]>();

  record({ identity, status, timing }: LiveRun): void {
    if (status !== "completed" && status !== "failed") return;
    const samples = this.#samples.get(identity.specialistId) ?? [];
    this.#samples.set(identity.specialistId, samples);
    samples.push({
      ok: status === "completed",
      durationMs: timing.duration_ms,
      firstTokenMs: timing.first_token_ms,
    });
    if (samples.length > keptRuns) samples.shift();
  }

  of(specialistId: string): Figures {
    const samples = this.#samples.get(specialistId) ?? [];
    const good = samples.filter((s) => s.ok);
    const mean = (of: (s: Sample) => number | null) => {
      const known = good.flatMap((s) => of(s) ?? []);
      return known.length === 0 ? null : known.reduce((sum, ms) => sum + ms, 0) / known.length;
    };
    return {
      samples: samples.length,
      successRate: samples.length === 0 ? null : good.length / samples.length,
      durationMs: mean((s) => s.durationMs),
      firstTokenMs: mean((s) => s.firstTokenMs),
    };
  }
}
