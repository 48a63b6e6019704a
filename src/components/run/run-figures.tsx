import type { RunState } from "#contract/run-state.ts";
import { formatCount, formatMs } from "./format-figures.ts";

/**
 * Tokens and times of a finished run. Their place is kept while it runs, so that nothing moves at its
 * end. `narrow`: in two columns whatever the width.
 */
export function RunFigures({ state, narrow = false }: { state: RunState; narrow?: boolean }) {
  const { done } = state;
  const place = `text-xs text-muted tabular-nums min-h-12 ${narrow ? "" : "sm:min-h-4"}`;
  if (!done) return <p className={place}>{state.error ? "No figures: the run did not end well." : ""}</p>;
  const { usage, timing } = done;
  const figures: [string, string, string][] = [
    ["tokens out", formatCount(usage.completion_tokens), "Tokens of the answer"],
    ["first token", formatMs(timing.first_token_ms), "From the request to the first text, waiting in line included"],
    ["tokens in", formatCount(usage.prompt_tokens), "Tokens of the prompt"],
    ["total", formatMs(timing.duration_ms), "From the request to the end"],
    ["model", formatMs(timing.provider_ms), "The model's own time, as its provider states it"],
    ["in queue", formatMs(timing.queue_ms), "Waiting for a place"],
  ];
  return (
    <dl className={`grid grid-cols-[3fr_2fr] content-start gap-x-3 ${place} ${narrow ? "" : "sm:flex sm:flex-wrap"}`}>
      {figures.map(([name, value, meaning]) => (
        <div key={name} title={meaning} className="flex min-w-0 gap-1 whitespace-nowrap">
          <dt>{name}</dt>
          <dd className="truncate text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
