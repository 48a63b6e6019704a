/** Figures as people read them, each with where it comes from. A missing figure is a word, never a zero. */
import type { RunState } from "#contract/run-state.ts";
import type { TokenCount } from "#contract/usage.ts";

export function formatCount({ value, source }: TokenCount): string {
  if (value === null) return source === "cached" ? "cached, not counted" : "unknown";
  const number = value.toLocaleString("en");
  if (source === "estimated") return `≈ ${number} · estimated`;
  if (source === "partial") return `at least ${number} · partial`;
  return `${number} · ${source}`;
}

/** From milliseconds up to minutes; null is "unknown". */
export function formatMs(ms: number | null): string {
  if (ms === null) return "unknown";
  if (ms < 1) return "< 1 ms";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  return `${minutes} min ${Math.round((ms - minutes * 60_000) / 1000)} s`;
}

export type Tone = "muted" | "accent" | "good" | "warn" | "danger";

/** The state of a run in a few words. */
export function describeState({ phase, queue, done, error }: RunState): { words: string; tone: Tone } {
  switch (phase) {
    case "waiting":
      return { words: "waiting", tone: "muted" };
    case "queued": {
      const wait = queue?.estimated_wait_ms;
      const about = wait === null || wait === undefined ? "" : `, about ${formatMs(wait)}`;
      return { words: queue ? `queued: ${queue.position}. in line${about}` : "queued", tone: "muted" };
    }
    case "running":
      return { words: "running", tone: "accent" };
    case "done":
      if (done?.finish_reason === "cancelled") return { words: "stopped", tone: "warn" };
      if (done?.finish_reason === "length") return { words: "cut at its limit", tone: "warn" };
      return { words: "done", tone: "good" };
    case "error":
      if (error?.error.code === "INTERRUPTED") return { words: "interrupted", tone: "warn" };
      if (error?.error.code === "CANCELLED") return { words: "stopped", tone: "warn" };
      return { words: "failed", tone: "danger" };
  }
}
