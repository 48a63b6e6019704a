"use client";
import { SearchField } from "#components/ui/search-field.tsx";
import { useTypedSearch } from "#components/ui/use-typed-search.ts";
import type { RouterState } from "#contract/routing.ts";
import type { ExampleNarrowing, OriginChoice } from "./example-narrowing.ts";

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
      <SearchField label="Search the examples" text={text} onText={setText} />
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
