"use client";
import { SearchField } from "#components/ui/search-field.tsx";

interface ChoiceFilterProps {
  typed: string;
  onTyped: (typed: string) => void;
  /** How many fit that are not drawn. */
  more: number;
}

/** Finds the specialist to choose among many. */
export function ChoiceFilter({ typed, onTyped, more }: ChoiceFilterProps) {
  return (
    <div className="mb-1.5 flex flex-wrap items-center gap-x-3 gap-y-1">
      <div className="w-full max-w-72">
        <SearchField label="Find a specialist" text={typed} onText={onTyped} />
      </div>
      <p role="status" className="text-xs text-muted">
        {more > 0 && `${more.toLocaleString("en")} more: type to find them.`}
      </p>
    </div>
  );
}
