"use client";
import { Icon } from "#components/ui/icon.tsx";
import type { Column } from "./columns.ts";

interface SortHeaderProps {
  column: Column;
  /** null: the list is sorted by another column. */
  sorted: "ascending" | "descending" | null;
  onSort: (descending: boolean) => void;
}

/** A column's title, and the button that sorts by it; pressed again, the other way round. */
export function SortHeader({ column: { title, mostFirst = false }, sorted, onSort }: SortHeaderProps) {
  const down = sorted === null ? mostFirst : sorted === "descending";
  return (
    <th scope="col" aria-sort={sorted ?? "none"} className="font-medium">
      <button
        type="button"
        onClick={() => onSort(sorted === null ? mostFirst : !down)}
        className={`group flex w-full items-center gap-0.5 px-2 py-2 text-left whitespace-nowrap hover:text-ink ${sorted ? "text-ink" : ""}`}
      >
        {title}
        <Icon
          name="chevron"
          className={`size-3.5 ${down ? "rotate-90" : "-rotate-90"} ${sorted ? "" : "opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60"}`}
        />
      </button>
    </th>
  );
}
