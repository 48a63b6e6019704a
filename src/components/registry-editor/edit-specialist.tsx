"use client";
import { failureOf } from "#components/api/failure-of.ts";
import { useHubStatus } from "#components/shell/use-hub-status.ts";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Loading } from "#components/ui/loading.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Editor } from "./editor.tsx";
import { editing } from "./editor-state.ts";
import { useSpecialist } from "./use-specialist.ts";
import { VersionHistory } from "./version-history.tsx";

/** The page of one entry: for admins to change, for others to read. */
export function EditSpecialist({ id }: { id: string }) {
  const { data: view, error, refetch } = useSpecialist(id);
  const { data: status, error: noStatus } = useHubStatus();
  const readOnly = status?.actor.role !== "admin";
  const gone = failureOf(error).code === "SPECIALIST_NOT_FOUND";
  if (gone && !view) return <DeletedSpecialist id={id} readOnly={readOnly} />;
  if (error && !view) return <FailureNotice error={error} retry={refetch} />;
  if (!view || (!status && !noStatus)) return <Loading label={`Loading ${id}`} rows={8} />;
  return <Editor start={editing(view)} view={view} gone={gone} readOnly={readOnly} />;
}

/** An address of no entry: its versions, if there ever was one. */
function DeletedSpecialist({ id, readOnly }: { id: string; readOnly: boolean }) {
  return (
    <div className="mx-auto max-w-6xl">
      <PageHeading title={id}>This is not in the registry. What it was, if it ever was, is below.</PageHeading>
      <VersionHistory id={id} now={null} hindrance={readOnly ? undefined : null} onRestored={() => {}} />
    </div>
  );
}
