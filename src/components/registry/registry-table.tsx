"use client";
import type { Ref } from "react";
import { type CustomContainerComponentProps, type CustomItemComponentProps, WindowVirtualizer } from "virtua";
import type { SpecialistEntry } from "#components/api/use-specialists.ts";
import { columns } from "./columns.ts";
import type { RegistryView } from "./registry-view.ts";
import { SortHeader } from "./sort-header.tsx";
import { SpecialistCells } from "./specialist-cells.tsx";
import type { RegistryActions } from "./use-registry-actions.ts";

/** How far outside the window rows are drawn, so that the Tab key finds the next one. */
const drawAheadPx = 300;

/** The same for the head and every row, which are laid out apart from each other. */
const wideColumns =
  "lg:grid-cols-[minmax(8.5rem,1.3fr)_minmax(7.5rem,1.1fr)_minmax(8rem,1.1fr)_minmax(14rem,2.2fr)_4.75rem_4.75rem_4.75rem_5.75rem]";

interface RegistryTableProps {
  entries: readonly SpecialistEntry[];
  view: RegistryView;
  change: (changes: Partial<RegistryView>) => void;
  /** null: the reader may not change anything. */
  actions: RegistryActions | null;
}

/** The entries, of which only those near the window are drawn. On a narrow screen each is a card. */
export function RegistryTable({ entries, view, change, actions }: RegistryTableProps) {
  const { sort, descending, capability } = view;
  return (
    <table
      aria-rowcount={entries.length + 1}
      className="block rounded-lg border border-line bg-surface text-left text-sm"
    >
      <caption className="sr-only">Specialists</caption>
      <thead className="sticky top-0 z-10 block rounded-t-lg border-b border-line bg-surface text-xs text-muted max-lg:hidden">
        <tr aria-rowindex={1} className={`grid ${wideColumns}`}>
          {columns.map((column) => (
            <SortHeader
              key={column.key}
              column={column}
              sorted={column.key !== sort ? null : descending ? "descending" : "ascending"}
              onSort={(down) => change({ sort: column.key, descending: down })}
            />
          ))}
          <th scope="col">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <WindowVirtualizer as={Body} item={Row} bufferSize={drawAheadPx} data={entries}>
        {(entry) => <SpecialistCells key={entry.id} entry={entry} capability={capability} actions={actions} />}
      </WindowVirtualizer>
    </table>
  );
}

function Body({ style, children, ref }: CustomContainerComponentProps) {
  return (
    <tbody ref={ref as Ref<HTMLTableSectionElement>} style={style} className="block">
      {children}
    </tbody>
  );
}

function Row({ style, index, children, ref }: CustomItemComponentProps) {
  return (
    <tr
      ref={ref as Ref<HTMLTableRowElement>}
      // The first is the head's.
      aria-rowindex={index + 2}
      style={style}
      // Neither border nor padding: a row is measured without them.
      className={`grid grid-cols-3 hover:bg-sunken/50 ${index > 0 ? "inset-shadow-[0_1px_0_var(--line)]" : ""} ${wideColumns}`}
    >
      {children}
    </tr>
  );
}
