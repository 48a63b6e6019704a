import type { ReactNode } from "react";
import { formatMs } from "#components/run/format-figures.ts";
import type { Performance } from "#contract/registry.ts";

/** What the stored runs of the last days say; three cells, or one when there were none. */
export function MeasuredCells({ performance }: { performance: Performance }) {
  const { samples, success_rate, first_token_ms, duration_ms } = performance;
  if (samples === 0) {
    return (
      <td colSpan={3} className="col-span-3 px-3 pb-2.5 text-muted max-lg:text-xs lg:px-2 lg:py-2">
        no runs yet
      </td>
    );
  }
  return (
    <>
      <Figure title="First token">{formatMs(first_token_ms)}</Figure>
      <Figure title="Response">{formatMs(duration_ms)}</Figure>
      <Figure title="Success">
        {success_rate === null ? "unknown" : formatRate(success_rate)}
        <span className="block text-xs text-muted">
          {samples === 1 ? "1 run" : `${samples.toLocaleString("en")} runs`}
        </span>
      </Figure>
    </>
  );
}

/** A narrow screen has no head to name the columns. */
function Figure({ title, children }: { title: string; children: ReactNode }) {
  return (
    <td className="px-3 pb-2.5 tabular-nums lg:px-2 lg:py-2">
      <span className="block text-xs text-muted lg:hidden">{title}</span>
      {children}
    </td>
  );
}

/** Rounded down: 100 % is for those that never failed. */
const formatRate = (rate: number): string => `${Math.floor(rate * 1000) / 10} %`;
