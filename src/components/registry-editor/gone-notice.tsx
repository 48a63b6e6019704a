"use client";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Specialist } from "#contract/specialist.ts";
import { useEditorContent } from "./editor-context.ts";
import { useVersions } from "./use-specialist.ts";
import { useRestore } from "./use-writes.ts";

/** The entry was deleted while it was looked at here; what was typed is kept. */
export function GoneNotice({ base, onBack }: { base: Specialist; onBack: (entry: Specialist) => void }) {
  const { readOnly } = useEditorContent();
  const { data: versions = [] } = useVersions(base.id);
  const restore = useRestore();
  const last = versions.find(({ change }) => change === "deleted");
  return (
    <div role="alert">
      <Notice tone="danger">
        <p>
          {base.id} was deleted{last && ` by ${last.by}`}
          {last && (
            <>
              , <LocalTime at={last.at} />
            </>
          )}
          . What stands in the form is kept while you stay.
        </p>
        {!readOnly && (
          <Button
            size="small"
            icon="retry"
            className="mt-2"
            disabled={restore.isPending}
            onClick={() => restore.mutate({ id: base.id, version: base.version }, { onSuccess: onBack })}
          >
            {restore.isPending ? "Bringing it back…" : "Bring it back"}
          </Button>
        )}
      </Notice>
      {restore.error && <FailureNotice error={restore.error} />}
    </div>
  );
}
