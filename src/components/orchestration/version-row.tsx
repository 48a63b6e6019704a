"use client";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { LineDiff } from "#components/ui/line-diff.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import type { Orchestration, OrchestrationView } from "#contract/orchestration.ts";
import { changedGroups, settingsText } from "./changed-groups.ts";

/** A version; the one the hub came with was written by nobody. */
export interface ShownVersion extends Pick<OrchestrationView, "version" | "by" | "at"> {
  readonly settings: Orchestration;
}

interface VersionRowProps {
  version: ShownVersion;
  /** What was in force before it. */
  before: Orchestration;
  inForce: OrchestrationView;
  /** null for who may only read. */
  onRestore: (() => void) | null;
  hindered: boolean;
}

/** One version: who saved it, when, what it changed, and how it differs from what is in force. */
export function VersionRow({
  version: { version, by, at, settings },
  before,
  inForce,
  onRestore,
  hindered,
}: VersionRowProps) {
  const [open, setOpen] = useState(false);
  const isCurrent = version === inForce.version;
  const changed = changedGroups(before, settings);
  return (
    <li aria-label={`Version ${version}`} className="px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="min-w-0 flex-1 basis-48 text-sm">
          <p>
            <span className="font-medium">Version {version}</span>
            {isCurrent && <span className="text-good"> · in force</span>}
            <span className="text-muted">
              {by && ` · ${by}`}
              {at && (
                <>
                  {" · "}
                  <LocalTime at={at} />
                </>
              )}
            </span>
          </p>
          <p className="text-xs text-muted">
            {version === 0
              ? "As the hub came"
              : changed.length > 0
                ? `Changed: ${changed.join(", ")}`
                : "The same settings as before it"}
          </p>
        </div>
        {!isCurrent && (
          <Button look="quiet" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
            Compare with now
          </Button>
        )}
        {!isCurrent && onRestore && (
          <Button
            size="small"
            icon="retry"
            disabled={hindered}
            onClick={onRestore}
            label={`Go back to version ${version}`}
          >
            Go back to it
          </Button>
        )}
      </div>
      {open && <Differences from={settings} to={inForce} />}
    </li>
  );
}

/** What is in force instead of a version's settings, line by line. */
function Differences({ from, to }: { from: Orchestration; to: Orchestration }) {
  const [before, after] = [settingsText(from), settingsText(to)];
  if (before === after) return <p className="mt-2 text-sm text-muted">The same settings as now.</p>;
  return (
    <div className="mt-2">
      <p className="text-xs text-muted">− in this version · + in force now</p>
      <LineDiff before={before} after={after} />
    </div>
  );
}
