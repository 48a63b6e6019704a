"use client";
import { useMemo } from "react";
import type { SpecialistEntry } from "#components/api/use-specialists.ts";
import { SearchField } from "#components/ui/search-field.tsx";
import { columns } from "./columns.ts";
import { capabilitiesOf, type RegistryView, type SortKey, type StateChoice } from "./registry-view.ts";

const field = "h-9 min-w-0 rounded-md border border-line bg-surface text-sm";
const choice = `${field} px-2`;

interface RegistryFiltersProps {
  entries: readonly SpecialistEntry[];
  view: RegistryView;
  change: (changes: Partial<RegistryView>) => void;
  text: string;
  setText: (text: string) => void;
}

/** What narrows the list; on a narrow screen, which has no table's head, also what sorts it. */
export function RegistryFilters({ entries, view, change, text, setText }: RegistryFiltersProps) {
  const { state, capability, sort, descending } = view;
  const capabilities = useMemo(() => capabilitiesOf(entries), [entries]);
  /** A link may name one that nobody has. */
  const isOther = capability !== "" && !capabilities.some(({ name }) => name === capability);
  const orders = columns.find(({ key }) => key === sort)?.orders ?? [];
  return (
    <search className="mb-2 grid grid-cols-2 gap-2 sm:grid-cols-[1fr_auto_auto]">
      <SearchField
        label="Search the registry"
        placeholder="Name, role, model or capability"
        text={text}
        onText={setText}
      />
      <select
        aria-label="State"
        value={state}
        onChange={(event) => change({ state: event.target.value as StateChoice })}
        className={choice}
      >
        <option value="">Any state</option>
        <option value="available">Available</option>
        <option value="unavailable">Unavailable</option>
        <option value="disabled">Disabled</option>
        <option value="warned">With warnings</option>
      </select>
      <select
        aria-label="Capability"
        value={capability}
        onChange={(event) => change({ capability: event.target.value })}
        className={choice}
      >
        <option value="">Any capability</option>
        {isOther && <option value={capability}>{capability}</option>}
        {capabilities.map(({ name, count }) => (
          <option key={name} value={name}>
            {name} ({count})
          </option>
        ))}
      </select>
      <select
        aria-label="Sort by"
        value={sort}
        onChange={(event) => {
          const key = event.target.value as SortKey;
          change({ sort: key, descending: columns.find((column) => column.key === key)?.mostFirst ?? false });
        }}
        className={`${choice} lg:hidden`}
      >
        {columns.map(({ key, title }) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </select>
      <select
        aria-label="Order"
        value={descending ? 1 : 0}
        onChange={(event) => change({ descending: event.target.value === "1" })}
        className={`${choice} sm:col-span-2 lg:hidden`}
      >
        {orders.map((words, i) => (
          <option key={words} value={i}>
            {words}
          </option>
        ))}
      </select>
    </search>
  );
}
