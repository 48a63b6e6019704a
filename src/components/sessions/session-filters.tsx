"use client";
import { useSpecialists } from "#components/api/use-specialists.ts";
import { SearchField } from "#components/ui/search-field.tsx";
import { useTypedSearch } from "#components/ui/use-typed-search.ts";
import type { Narrowing, StatusChoice } from "./narrowing.ts";

const field = "h-9 min-w-0 rounded-md border border-line bg-surface text-sm";

interface SessionFiltersProps {
  narrowing: Narrowing;
  narrow: (change: Partial<Narrowing>) => void;
}

/** What narrows the list: words, a specialist, whether a session is still active. */
export function SessionFilters({ narrowing, narrow }: SessionFiltersProps) {
  const { data: specialists = [] } = useSpecialists();
  const { specialist } = narrowing;
  /** A link may name one that is not in the registry any more. */
  const isOther = specialist !== "" && !specialists.some(({ id }) => id === specialist);
  const { text, setText } = useTypedSearch(narrowing.q, (q) => narrow({ q }));
  return (
    <search className="mb-3 grid grid-cols-2 gap-2 sm:grid-cols-[1fr_auto_auto]">
      <SearchField label="Search titles and messages" text={text} onText={setText} />
      <select
        aria-label="Specialist"
        value={specialist}
        onChange={(event) => narrow({ specialist: event.target.value })}
        className={`${field} px-2`}
      >
        <option value="">All specialists</option>
        {isOther && <option value={specialist}>{specialist}</option>}
        {specialists.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <select
        aria-label="Status"
        value={narrowing.status}
        onChange={(event) => narrow({ status: event.target.value as StatusChoice })}
        className={`${field} px-2`}
      >
        <option value="">Any status</option>
        <option value="active">Active</option>
        <option value="expired">Expired</option>
      </select>
    </search>
  );
}
