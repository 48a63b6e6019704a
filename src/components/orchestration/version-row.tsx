"use client";
import { useMemo, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import type { Orchestration, OrchestrationView } from "#contract/orchestration.ts";
import { changedGroups } from "./changed-groups.ts";
import { differingLines } from "./differing-lines.ts";

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

/** The lines of a version that are not in force, and those that came instead. */
function Differences({ from, to }: { from: Orchestration; to: Orchestration }) {
  const lines = useMemo(() => differingLines(from, to), [from, to]);
  if (lines.length === 0) return <p className="mt-2 text-sm text-muted">The same settings as now.</p>;
  return (
    <div className="mt-2 rounded-md border border-line">
      <p className="border-b border-line px-3 py-1 text-xs text-muted">− in this version · + in force now</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <pre tabIndex={0} className="max-h-80 overflow-auto px-3 py-2 font-mono text-xs leading-5">
        {lines.map(({ key, mark, text }) => (
          <span key={key} className={`block ${looks[mark]}`}>
            {mark} {text}
          </span>
        ))}
      </pre>
    </div>
  );
}

const looks = { "+": "text-good", "−": "text-danger", " ": "text-muted" } as const;
