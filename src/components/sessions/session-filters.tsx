"use client";
import { useSpecialists } from "#components/api/use-specialists.ts";
import { Icon } from "#components/ui/icon.tsx";
import { limits } from "#contract/limits.ts";
import { type Narrowing, type StatusChoice, useTypedSearch } from "./use-narrowing.ts";

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
      <label className="relative col-span-2 sm:col-span-1">
        <span className="sr-only">Search titles and messages</span>
        <span className="pointer-events-none absolute inset-y-0 left-2.5 grid place-items-center text-muted">
          <Icon name="search" />
        </span>
        <input
          type="search"
          value={text}
          maxLength={limits.searchChars}
          placeholder="Search titles and messages"
          onChange={(event) => setText(event.target.value)}
          className={`${field} w-full pr-2 pl-8`}
        />
      </label>
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
