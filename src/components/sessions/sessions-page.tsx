"use client";
import Link from "next/link";
import { Icon } from "#components/ui/icon.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { useAddressState } from "#components/ui/use-address-state.ts";
import { ImportButton } from "./import-button.tsx";
import { narrowingForm } from "./narrowing.ts";
import { SessionFilters } from "./session-filters.tsx";
import { SessionsList } from "./sessions-list.tsx";

/** The conversations kept by the hub: to find, open, rename, take away and bring back. */
export function SessionsPage() {
  const { state: narrowing, change: narrow } = useAddressState(narrowingForm);
  return (
    <div className="mx-auto max-w-4xl">
      <div className="mb-3 flex flex-wrap items-start gap-2">
        <div className="-mb-3 grow">
          <PageHeading title="Sessions">Every conversation the hub keeps, the one used last first.</PageHeading>
        </div>
        <Link
          href="/chat"
          className="inline-flex h-9 items-center gap-2 rounded-md bg-accent px-3 text-sm font-medium text-on-accent hover:bg-accent-strong"
        >
          <Icon name="plus" />
          New conversation
        </Link>
        <ImportButton />
      </div>
      <SessionFilters narrowing={narrowing} narrow={narrow} />
      <SessionsList narrowing={narrowing} showAll={() => narrow({ q: "", specialist: "", status: "" })} />
    </div>
  );
}
