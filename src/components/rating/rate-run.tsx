"use client";
import { Button } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icon.tsx";
import type { RatingValue } from "#contract/registry.ts";
import { useRateRun } from "./use-rate-run.ts";

interface RateRunProps {
  runId: string;
  /** As the hub has it. */
  stored: RatingValue;
  /** The read that shows the run, to be read again in the other tabs. */
  shownBy: readonly unknown[];
}

/** Two thumbs for an answer that has ended. The one that is on takes the rating back. */
export function RateRun({ runId, stored, shownBy }: RateRunProps) {
  const { rating, rate } = useRateRun(runId, stored, shownBy);
  return (
    <>
      <Thumb name="Good answer" value={1} rating={rating} onRate={rate} tone="text-good!" />
      <Thumb name="Poor answer" value={-1} rating={rating} onRate={rate} tone="text-danger!" />
    </>
  );
}

interface ThumbProps {
  name: string;
  value: 1 | -1;
  rating: RatingValue;
  onRate: (rating: RatingValue) => void;
  tone: string;
}

function Thumb({ name, value, rating, onRate, tone }: ThumbProps) {
  const on = rating === value;
  return (
    <Button
      look="quiet"
      size="small"
      label={name}
      aria-pressed={on}
      onClick={() => onRate(on ? null : value)}
      className={on ? `bg-sunken ${tone}` : ""}
    >
      <Icon name="thumb" className={`size-4 ${value < 0 ? "rotate-180" : ""} ${on ? "fill-current/25" : ""}`} />
    </Button>
  );
}
