"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";

/** What was deleted and can be brought back; nothing when nothing was. */
export function DeletedList() {
  const client = useQueryClient();
  const {
    data: deleted = [],
    error,
    refetch,
  } = useQuery({
    queryKey: queryKeys.deletedSpecialists,
    queryFn: () => hub.specialists.deleted.query(),
  });
  const restore = useMutation({
    mutationFn: (entry: { id: string; version: number }) => hub.specialists.restore.mutate(entry),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.specialists }),
  });
  if (deleted.length === 0) {
    return (
      error && (
        <div className="mt-4">
          <FailureNotice error={error} retry={refetch} />
        </div>
      )
    );
  }
  return (
    <details className="mt-4 rounded-lg border border-line bg-surface text-sm">
      <summary className="cursor-pointer px-3 py-2 text-muted hover:text-ink">
        Deleted specialists ({deleted.length})
      </summary>
      {restore.error && <FailureNotice error={restore.error} />}
      <ul className="divide-y divide-line border-t border-line">
        {deleted.map(({ id, version, by, at }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-2 px-3 py-1.5">
            <span>
              <span className="font-medium">{id}</span>{" "}
              <span className="text-xs text-muted">
                deleted by {by}, <LocalTime at={at} />
              </span>
            </span>
            <Button
              size="small"
              icon="retry"
              aria-label={`Restore ${id}`}
              disabled={restore.isPending}
              onClick={() => restore.mutate({ id, version })}
            >
              Restore
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
