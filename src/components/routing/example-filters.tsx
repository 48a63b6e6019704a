"use client";
import { useTypedSearch } from "#components/sessions/use-narrowing.ts";
import { Icon } from "#components/ui/icon.tsx";
import { limits } from "#contract/limits.ts";
import type { RouterState } from "#contract/routing.ts";
import type { ExampleNarrowing, OriginChoice } from "./use-example-narrowing.ts";

const field = "h-9 min-w-0 rounded-md border border-line bg-surface text-sm";

interface ExampleFiltersProps {
  state: RouterState;
  narrowing: ExampleNarrowing;
  narrow: (change: Partial<ExampleNarrowing>) => void;
}

/** What narrows the examples: words, a capability with how many it has, where they come from. */
export function ExampleFilters({ state, narrowing, narrow }: ExampleFiltersProps) {
  const { text, setText } = useTypedSearch(narrowing.q, (q) => narrow({ q }));
  const { capabilities } = state;
  const isOther = narrowing.capability !== "" && !capabilities.some((one) => one.capability === narrowing.capability);
  const added = capabilities.reduce((sum, one) => sum + one.added, 0);
  const removed = capabilities.reduce((sum, one) => sum + one.removed, 0);
  return (
    <search className="grid grid-cols-2 gap-2 sm:grid-cols-[1fr_auto_auto] lg:grid-cols-[1fr_auto]">
      <label className="relative col-span-2 sm:col-span-1">
        <span className="sr-only">Search the examples</span>
        <span className="pointer-events-none absolute inset-y-0 left-2.5 grid place-items-center text-muted">
          <Icon name="search" />
        </span>
        <input
          type="search"
          value={text}
          maxLength={limits.searchChars}
          placeholder="Search the examples"
          onChange={(event) => setText(event.target.value)}
          className={`${field} w-full pr-2 pl-8`}
        />
      </label>
      <select
        aria-label="Capability"
        value={narrowing.capability}
        onChange={(event) => narrow({ capability: event.target.value })}
        className={`${field} px-2 lg:hidden`}
      >
        <option value="">All capabilities ({state.examples.toLocaleString("en")})</option>
        {isOther && <option value={narrowing.capability}>{narrowing.capability} (0)</option>}
        {capabilities.map(({ capability, examples }) => (
          <option key={capability} value={capability}>
            {capability} ({examples})
          </option>
        ))}
      </select>
      <select
        aria-label="Origin"
        value={narrowing.origin}
        onChange={(event) => narrow({ origin: event.target.value as OriginChoice })}
        className={`${field} px-2`}
      >
        <option value="">Any origin</option>
        <option value="shipped">Shipped</option>
        <option value="added">Added here ({added})</option>
        <option value="removed">Taken out ({removed})</option>
      </select>
    </search>
  );
}
