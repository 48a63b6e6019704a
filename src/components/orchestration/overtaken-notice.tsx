"use client";
import { Button } from "#components/ui/button.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { OrchestrationView } from "#contract/orchestration.ts";
import { changedGroups } from "./changed-groups.ts";

interface OvertakenNoticeProps {
  /** What the reader's draft was made of. */
  base: OrchestrationView;
  inForce: OrchestrationView;
  /** False while the draft has something that does not fit. */
  savable: boolean;
  onTheirs: () => void;
  onMine: () => void;
}

/** Somebody else has saved while this reader was editing: who, when, what, and the two ways on. */
export function OvertakenNotice({ base, inForce, savable, onTheirs, onMine }: OvertakenNoticeProps) {
  const changed = changedGroups(base, inForce);
  return (
    <Notice tone="warn">
      <div role="alert">
        <p>
          <strong className="font-semibold">{inForce.by ?? "Somebody"}</strong> has saved these settings
          {inForce.at && (
            <>
              {" "}
              (<LocalTime at={inForce.at} />)
            </>
          )}
          {" while you were editing"}
          {changed.length > 0 && `, and changed: ${changed.join(", ")}`}. Your changes are still here and are not saved.
        </p>
      </div>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="small" onClick={onTheirs}>
          Take theirs, drop mine
        </Button>
        <Button size="small" look="danger" disabled={!savable} onClick={onMine}>
          Save mine over theirs
        </Button>
      </div>
    </Notice>
  );
}
