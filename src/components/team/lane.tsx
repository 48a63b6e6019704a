"use client";
import { useMutation } from "@tanstack/react-query";
import { memo, useId, useState } from "react";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { RateRun } from "#components/rating/rate-run.tsx";
import { RunAnswer } from "#components/run/run-answer.tsx";
import { RunFigures } from "#components/run/run-figures.tsx";
import { useStickToBottom } from "#components/run/use-stick-to-bottom.ts";
import { browserStreams } from "#components/streaming/browser-streams.ts";
import { useRun } from "#components/streaming/use-run.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { WhenSeen } from "#components/ui/when-seen.tsx";
import type { RunView } from "#contract/run-view.ts";
import { LaneHeader } from "./lane-header.tsx";

interface LaneProps {
  laneId: string;
  run: RunView;
  specialistId: string;
  number: number | null;
  /** Keep the full height whatever the text's length. */
  steady: boolean;
  onRetry: (laneId: string) => void;
}

/** One specialist's answer, in a box of its own that scrolls by itself. */
export const Lane = memo(function Lane({ laneId, run, specialistId, number, steady, onRetry }: LaneProps) {
  const state = useRun(run);
  const bodyId = useId();
  const [folded, setFolded] = useState(false);
  const [tall, setTall] = useState(false);
  const live = state.phase !== "done" && state.phase !== "error";
  const { box, content } = useStickToBottom<HTMLDivElement, HTMLDivElement>(run.id, live);
  const stop = useMutation({
    mutationFn: () => hub.runs.cancel.mutate({ run_id: run.id }),
    onSuccess: (view) => browserStreams().learn(view),
  });
  const failed = state.phase === "error" || state.done?.finish_reason === "cancelled";
  const height = tall ? "" : steady ? "h-88" : "max-h-88";

  return (
    <section
      aria-label={`${specialistId}${number ? `, lane ${number}` : ""}`}
      className="flex min-w-0 flex-col rounded-lg border border-line bg-surface [contain-intrinsic-size:auto_28rem] [content-visibility:auto]"
    >
      <LaneHeader
        specialistId={specialistId}
        number={number}
        state={state}
        bodyId={bodyId}
        folded={folded}
        onFold={() => setFolded(!folded)}
      />
      <div id={bodyId} hidden={folded}>
        <div
          ref={box}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
          tabIndex={0}
          className={`overflow-y-auto overscroll-contain contain-content px-3 py-2.5 [overflow-anchor:none] ${height}`}
        >
          <div ref={content} className="text-sm">
            <WhenSeen now={live}>
              <RunAnswer state={state} />
            </WhenSeen>
            {stop.error && <FailureNotice error={stop.error} />}
          </div>
        </div>
        <footer className="space-y-1 border-t border-line px-3 pt-1.5 pb-1">
          <RunFigures state={state} narrow />
          <div className="-mx-2 flex h-7 items-center">
            <CopyButton text={() => state.content} label="Copy the answer as Markdown" />
            {!live && state.content !== "" && (
              <RateRun runId={run.id} stored={run.rating} shownBy={queryKeys.broadcasts} />
            )}
            <Button look="quiet" size="small" icon="expand" aria-pressed={tall} onClick={() => setTall(!tall)}>
              {tall ? "Shorter" : "Whole"}
            </Button>
            <span className="ml-auto" />
            {live ? (
              <Button look="quiet" size="small" icon="stop" disabled={stop.isPending} onClick={() => stop.mutate()}>
                {stop.isPending ? "Stopping…" : "Stop"}
              </Button>
            ) : (
              <Button
                look="quiet"
                size="small"
                icon="retry"
                className={failed ? "text-accent" : ""}
                label="Ask this specialist again"
                onClick={() => onRetry(laneId)}
              >
                Retry
              </Button>
            )}
          </div>
        </footer>
      </div>
    </section>
  );
});
