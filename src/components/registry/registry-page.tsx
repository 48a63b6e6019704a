"use client";
import Link from "next/link";
import { useDeferredValue, useMemo } from "react";
import { type SpecialistEntry, useSpecialists } from "#components/api/use-specialists.ts";
import { useHubStatus } from "#components/shell/use-hub-status.ts";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Loading } from "#components/ui/loading.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { useAddressState } from "#components/ui/use-address-state.ts";
import { useTypedSearch } from "#components/ui/use-typed-search.ts";
import { DeletedList } from "./deleted-list.tsx";
import { ImportRegistry } from "./import-registry.tsx";
import { RegistryFilters } from "./registry-filters.tsx";
import { RegistryTable } from "./registry-table.tsx";
import { arrange, registryViewForm } from "./registry-view.ts";
import { useRegistryActions } from "./use-registry-actions.ts";

/** Milliseconds after which the figures are read again: every run adds to them. */
const figuresMs = 30_000;

const link = "inline-flex h-9 items-center gap-2 rounded-md px-3 text-sm font-medium";

/** Who is on the team: to find, compare and, for an admin, to change. */
export function RegistryPage() {
  const { data: entries, error, refetch } = useSpecialists(figuresMs);
  const isAdmin = useHubStatus().data?.actor.role === "admin";
  return (
    <>
      <div className="mb-3 flex flex-wrap items-start gap-2">
        <div className="-mb-3 grow">
          <PageHeading title="Registry">
            Every specialist: whether it can answer, on which model, what it is good at, and how quick it has been.
          </PageHeading>
        </div>
        <div className="flex flex-wrap gap-2">
          {isAdmin && (
            <Link href="/registry/new" className={`${link} bg-accent text-on-accent hover:bg-accent-strong`}>
              <Icon name="plus" />
              <span>
                New<span className="max-sm:sr-only"> specialist</span>
              </span>
            </Link>
          )}
          {isAdmin && entries && <ImportRegistry entries={entries} />}
          <a
            href="/api/v2/specialists/export"
            download
            className={`${link} border border-line bg-surface hover:bg-sunken`}
          >
            <Icon name="download" />
            Export
          </a>
        </div>
      </div>
      {error && !entries && <FailureNotice error={error} retry={refetch} />}
      {!error && !entries && <Loading label="Loading the registry" rows={6} />}
      {entries && <RegistryList entries={entries} isAdmin={isAdmin} />}
      {isAdmin && <DeletedList />}
    </>
  );
}

function RegistryList({ entries, isAdmin }: { entries: readonly SpecialistEntry[]; isAdmin: boolean }) {
  const { state: view, change } = useAddressState(registryViewForm);
  const { text, setText } = useTypedSearch(view.q, (q) => change({ q }));
  const actions = useRegistryActions();
  // The list follows the typing; the address follows once it pauses.
  const q = useDeferredValue(text.trim());
  const { state, capability, sort, descending } = view;
  const shown = useMemo(
    () => arrange(entries, { q, state, capability, sort, descending }),
    [entries, q, state, capability, sort, descending],
  );
  const days = entries[0]?.performance.window_days;
  const count = entries.length.toLocaleString("en");
  const showAll = () => {
    setText("");
    change({ q: "", state: "", capability: "" });
  };
  return (
    <>
      <RegistryFilters entries={entries} view={view} change={change} text={text} setText={setText} />
      <div className="mb-2 flex flex-wrap justify-between gap-x-4 text-xs text-muted">
        <p role="status">
          {shown.length === entries.length ? count : `${shown.length.toLocaleString("en")} of ${count}`}{" "}
          {entries.length === 1 ? "specialist" : "specialists"}
        </p>
        {days !== undefined && <p>Times and success are means over {days} days.</p>}
      </div>
      {shown.length > 0 && (
        <RegistryTable entries={shown} view={view} change={change} actions={isAdmin ? actions : null} />
      )}
      {shown.length === 0 && (
        <div className="space-y-2 rounded-lg border border-dashed border-line px-4 py-8 text-center text-sm text-muted [overflow-wrap:anywhere]">
          <p>{entries.length === 0 ? "The registry is empty." : "No specialist is like that."}</p>
          {entries.length > 0 && (
            <Button size="small" onClick={showAll}>
              Show all
            </Button>
          )}
        </div>
      )}
    </>
  );
}
