import type { RunState } from "#contract/run-state.ts";
import { describeState, type Tone } from "./format-figures.ts";

const tones: Record<Tone, string> = {
  muted: "text-muted",
  accent: "text-accent",
  good: "text-good",
  warn: "text-warn",
  danger: "text-danger",
};

/** The state of a run, spoken when it changes. */
export function RunBadge({ who, state }: { who: string; state: RunState }) {
  const { words, tone } = describeState(state);
  return (
    <span role="status" className={`flex items-center gap-1.5 text-xs font-medium whitespace-nowrap ${tones[tone]}`}>
      <span
        className={`size-1.5 rounded-full bg-current ${state.phase === "running" ? "animate-pulse" : ""}`}
        aria-hidden="true"
      />
      <span className="sr-only">{who}: </span>
      {words}
    </span>
  );
}
