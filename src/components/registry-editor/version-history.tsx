"use client";
import { useState } from "react";
import { failureOf } from "#components/api/failure-of.ts";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Loading } from "#components/ui/loading.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { usePassingNotice } from "#components/ui/passing-notices.tsx";
import { changedFields } from "#contract/changed-fields.ts";
import type { SpecialistVersion } from "#contract/registry.ts";
import type { Specialist } from "#contract/specialist.ts";
import { fieldList } from "./field-words.ts";
import { FieldsDiff } from "./fields-diff.tsx";
import { useVersions } from "./use-specialist.ts";
import { useRestore } from "./use-writes.ts";

const shownAtFirst = 10;

interface VersionHistoryProps {
  id: string;
  /** The entry as it is saved; null: it was deleted. */
  now: Specialist | null;
  /** Why nothing can be restored; null when it can, undefined when the reader may not. */
  hindrance: string | null | undefined;
  onRestored: (entry: Specialist) => void;
}

/** Every version of an entry, the newest first: who made it, what changed, and the way back to it. */
export function VersionHistory({ id, now, hindrance, onRestored }: VersionHistoryProps) {
  const { data: versions, error, refetch } = useVersions(id);
  const [all, setAll] = useState(false);
  if (error && !versions) return <FailureNotice error={error} retry={refetch} />;
  if (!versions) return <Loading label="Loading the versions" />;
  const shown = all ? versions : versions.slice(0, shownAtFirst);
  return (
    <>
      <ol aria-label="Versions" className="divide-y divide-line">
        {shown.map((version, i) => (
          <Version
            key={version.version}
            version={version}
            former={versions[i + 1]}
            {...{ id, now, hindrance, onRestored }}
          />
        ))}
      </ol>
      {shown.length < versions.length && (
        <Button look="quiet" size="small" className="mt-2" onClick={() => setAll(true)}>
          Show all {versions.length}
        </Button>
      )}
    </>
  );
}

interface VersionProps extends VersionHistoryProps {
  version: SpecialistVersion;
  /** The one before it. */
  former: SpecialistVersion | undefined;
}

function Version({
  id,
  now,
  hindrance,
  onRestored,
  version: { version, at, by, specialist, ...made },
  former,
}: VersionProps) {
  const [open, setOpen] = useState(false);
  const { restore, isPending } = useRestoring({ id, now, onRestored });
  const isNow = now?.version === version;
  return (
    <li className="py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className="min-w-0 flex-[1_1_14rem] text-sm">
          <span className="font-medium tabular-nums">Version {version}</span>
          {isNow && <span className="text-muted"> (now)</span>}
          <span className="block text-xs text-muted">
            {changeWords({ ...made, specialist }, former)} by {by}, <LocalTime at={at} />
          </span>
        </p>
        {specialist && now && !isNow && (
          <Button
            look="quiet"
            size="small"
            aria-expanded={open}
            label={`Compare version ${version} with now`}
            onClick={() => setOpen(!open)}
          >
            {open ? "Hide the difference" : "Compare with now"}
          </Button>
        )}
        {specialist && !isNow && hindrance !== undefined && (
          <Button
            look="quiet"
            size="small"
            icon="retry"
            label={`Restore version ${version}`}
            title={hindrance ?? undefined}
            disabled={isPending || hindrance !== null}
            onClick={() => restore(version)}
          >
            {isPending ? "Restoring…" : "Restore"}
          </Button>
        )}
      </div>
      {open && specialist && now && (
        <div className="mt-2">
          <FieldsDiff before={specialist} after={now} />
        </div>
      )}
    </li>
  );
}

const kinds = {
  created: "Created",
  edited: "Edited",
  deleted: "Deleted",
  restored: "Restored",
  imported: "Imported",
} as const;

/** "Edited: name and role". */
function changeWords(
  { change, specialist }: Pick<SpecialistVersion, "change" | "specialist">,
  former: SpecialistVersion | undefined,
): string {
  const fields = specialist && former?.specialist ? changedFields(former.specialist, specialist) : [];
  return fields.length > 0 ? `${kinds[change]} (${fieldList(fields)})` : kinds[change];
}

/** Restores a version, says so, and offers to undo that. */
function useRestoring({ id, now, onRestored }: Pick<VersionHistoryProps, "id" | "now" | "onRestored">) {
  const { mutateAsync, isPending } = useRestore();
  const say = usePassingNotice();
  const restore = async (version: number) => {
    try {
      const entry = await mutateAsync({ id, version, ...(now && { if_version: now.version }) });
      onRestored(entry);
      const undo =
        now && (async () => onRestored(await mutateAsync({ id, version: now.version, if_version: entry.version })));
      say({ words: `Version ${version} is back, as version ${entry.version}.`, ...(undo && { undo }) });
    } catch (error) {
      say({ tone: "danger", words: `Version ${version} is not restored. ${failureOf(error).message}` });
    }
  };
  return { restore, isPending };
}
