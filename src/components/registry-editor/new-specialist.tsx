"use client";
import { useRouter } from "next/navigation";
import { useSpecialists } from "#components/api/use-specialists.ts";
import { useHubStatus } from "#components/shell/use-hub-status.ts";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Loading } from "#components/ui/loading.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { draftOf, emptyDraft } from "./draft.ts";
import { Editor } from "./editor.tsx";
import { editingNew } from "./editor-state.ts";
import { freeId } from "./free-id.ts";
import { useSpecialist } from "./use-specialist.ts";

/** The page of an entry that is not there yet; `from`: begun as a copy of that one. */
export function NewSpecialist({ from }: { from: string | null }) {
  const { data: status, error } = useHubStatus();
  if (error && !status) return <FailureNotice error={error} />;
  if (!status) return <Loading label="Loading" rows={8} />;
  if (status.actor.role !== "admin") return <Notice tone="warn">Adding a specialist takes an admin.</Notice>;
  return from === null ? <Begun draft={emptyDraft} /> : <Copied from={from} />;
}

function Copied({ from }: { from: string }) {
  const { data: view, error, refetch } = useSpecialist(from);
  const { data: specialists } = useSpecialists();
  if (error && !view) return <FailureNotice error={error} retry={refetch} />;
  if (!view || !specialists) return <Loading label={`Loading ${from}`} rows={8} />;
  return <Begun draft={{ ...draftOf(view), ...freeId(view.name, specialists), enabled: true }} />;
}

function Begun({ draft }: { draft: typeof emptyDraft }) {
  const router = useRouter();
  return (
    <Editor
      start={editingNew(draft)}
      view={null}
      readOnly={false}
      onSaved={({ id }) => router.replace(`/registry/${encodeURIComponent(id)}`)}
    />
  );
}
