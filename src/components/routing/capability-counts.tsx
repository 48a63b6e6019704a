"use client";
import type { RouterState } from "#contract/routing.ts";

interface CapabilityCountsProps {
  state: RouterState;
  /** Empty: all. */
  chosen: string;
  onChoose: (capability: string) => void;
}

/** How many examples each capability has, what was added and taken out here; one narrows the list. Where there is room for it. */
export function CapabilityCounts({ state: { capabilities, examples }, chosen, onChoose }: CapabilityCountsProps) {
  return (
    <ul
      aria-label="Examples by capability"
      className="sticky top-3 max-h-[calc(100dvh-1.5rem)] overflow-y-auto max-lg:hidden"
    >
      <Count name="All capabilities" count={examples} note="" on={chosen === ""} onChoose={() => onChoose("")} />
      {capabilities.map(({ capability, examples, added, removed }) => (
        <Count
          key={capability}
          name={capability}
          count={examples}
          note={[added > 0 && `+${added}`, removed > 0 && `−${removed}`].filter(Boolean).join(" ")}
          on={chosen === capability}
          onChoose={() => onChoose(chosen === capability ? "" : capability)}
        />
      ))}
    </ul>
  );
}

interface CountProps {
  name: string;
  count: number;
  note: string;
  on: boolean;
  onChoose: () => void;
}

function Count({ name, count, note, on, onChoose }: CountProps) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={on}
        onClick={onChoose}
        className={`flex w-full items-baseline gap-2 rounded-md px-2 py-1 text-left text-sm ${on ? "bg-accent-soft font-medium" : "text-muted hover:bg-sunken hover:text-ink"}`}
      >
        <span className="min-w-0 flex-1 truncate">{name}</span>
        {note && (
          <span className="text-xs text-accent" title="Added and taken out here">
            {note}
          </span>
        )}
        <span className="text-xs tabular-nums">{count.toLocaleString("en")}</span>
      </button>
    </li>
  );
}
