"use client";
import "#components/api/zod-without-eval.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { failureOf } from "#components/api/failure-of.ts";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Loading } from "#components/ui/loading.tsx";
import { usePassingNotice } from "#components/ui/passing-notices.tsx";
import { type OrchestrationView, orchestrationDefaults } from "#contract/orchestration.ts";
import { type ShownVersion, VersionRow } from "./version-row.tsx";

const asTheHubCame: ShownVersion = { version: 0, by: null, at: null, settings: orchestrationDefaults };

interface VersionHistoryProps {
  inForce: OrchestrationView;
  editable: boolean;
  /** What is not saved would be lost by going back to a version. */
  unsaved: boolean;
}

/** Every version that was saved, the newest first, and the way back to it. */
export function VersionHistory({ inForce, editable, unsaved }: VersionHistoryProps) {
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.orchestrationVersions,
    queryFn: () => hub.orchestration.versions.query(),
  });
  const { restore, busy } = useRestore(inForce.version);
  return (
    <section aria-label="Versions" className="pt-2">
      <h2 className="font-semibold">Versions</h2>
      <p className="mt-0.5 mb-3 max-w-prose text-sm text-muted">
        Each saving is kept. Going back to one makes a new version with its settings; nothing is lost.
        {editable && unsaved && " Save or discard your changes before going back to one."}
      </p>
      {error && !data && <FailureNotice error={error} retry={refetch} />}
      {!error && !data && <Loading label="Loading the versions" />}
      {data && (
        <ul aria-label="Versions" className="divide-y divide-line rounded-lg border border-line bg-surface">
          {[...data, asTheHubCame].map((version, i) => (
            <VersionRow
              key={version.version}
              version={version}
              before={data[i + 1]?.settings ?? orchestrationDefaults}
              inForce={inForce}
              onRestore={editable ? () => restore(version.version) : null}
              hindered={busy || unsaved}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Goes back to a version unless somebody has saved meanwhile, and offers to take that back in the same way. */
function useRestore(seen: number) {
  const client = useQueryClient();
  const say = usePassingNotice();
  const { mutateAsync, isPending } = useMutation({
    mutationFn: (wanted: { version: number; if_version: number }) => hub.orchestration.restore.mutate(wanted),
    onSuccess: (view) => client.setQueryData(queryKeys.orchestration, view),
    // Also what a conflict was about.
    onSettled: () => void client.invalidateQueries({ queryKey: queryKeys.orchestration }),
  });
  const restore = (version: number) =>
    mutateAsync({ version, if_version: seen }).then(
      (view) =>
        say({
          words: `The settings of version ${version} are in force.`,
          undo: () => mutateAsync({ version: seen, if_version: view.version }),
        }),
      (error: unknown) => say({ tone: "danger", words: `Nothing has changed. ${failureOf(error).message}` }),
    );
  return { restore, busy: isPending };
}
