"use client";
import Link from "next/link";
import { memo } from "react";
import type { SpecialistEntry } from "#components/api/use-specialists.ts";
import { SpecialistMark } from "#components/ui/specialist-mark.tsx";
import { CapabilityList } from "./capability-list.tsx";
import { EntryMenu } from "./entry-menu.tsx";
import { HealthWords } from "./health-words.tsx";
import { MeasuredCells } from "./measured-cells.tsx";
import { modelOf } from "./registry-view.ts";
import type { RegistryActions } from "./use-registry-actions.ts";
import { Warnings } from "./warnings.tsx";

const cell = "min-w-0 px-3 pb-1 [overflow-wrap:anywhere] lg:px-2 lg:py-2";

interface SpecialistCellsProps {
  entry: SpecialistEntry;
  /** The capability that the list is narrowed to; empty when it is not. */
  capability: string;
  actions: RegistryActions | null;
}

/** One row. Drawn again only when its own entry has changed. */
export const SpecialistCells = memo(({ entry, capability, actions }: SpecialistCellsProps) => {
  const { id, name, role, description, model, resolved, health } = entry;
  return (
    <>
      <th
        scope="row"
        className="min-w-0 px-3 pt-2.5 pb-1 font-normal [overflow-wrap:anywhere] max-lg:col-span-2 lg:px-2 lg:py-2"
      >
        <span className="flex gap-2">
          <SpecialistMark id={id} />
          <span className="min-w-0">
            <Link
              href={`/registry/${encodeURIComponent(id)}`}
              // Fetching the page of each row that is seen would be a page drawn for each.
              prefetch={false}
              className="font-semibold hover:underline"
            >
              {name}
            </Link>{" "}
            {id !== `${name}-ai` && <span className="ml-0.5 text-xs text-muted">{id}</span>}
            <span className="block text-xs text-muted" title={description || undefined}>
              {role}
            </span>
          </span>
        </span>
      </th>
      <td className={`${cell} max-sm:col-span-3`}>
        <HealthWords health={health} />
      </td>
      <td className={`${cell} max-sm:col-span-3 sm:max-lg:col-span-2`}>
        {modelOf(entry) ?? "no model"}{" "}
        <span className="text-xs text-muted max-lg:ml-0.5 lg:block">
          {resolved.provider}
          {model === null && ", the hub’s default"}
        </span>
        <Warnings warnings={entry.warnings} />
      </td>
      <td className={`${cell} max-lg:col-span-3`}>
        <CapabilityList capabilities={entry.capabilities} wanted={capability} />
      </td>
      <MeasuredCells performance={entry.performance} />
      <td className="flex items-start justify-end gap-0.5 p-1.5 max-lg:col-start-3 max-lg:row-start-1 lg:p-1">
        {entry.available && (
          <Link
            href={`/chat?with=${encodeURIComponent(id)}`}
            prefetch={false}
            aria-label={`Talk to ${name}`}
            className="grid h-8 place-items-center rounded-md px-2 text-xs font-medium text-accent hover:bg-sunken"
          >
            Talk
          </Link>
        )}
        {actions && <EntryMenu entry={entry} actions={actions} />}
      </td>
    </>
  );
});
SpecialistCells.displayName = "SpecialistCells";
