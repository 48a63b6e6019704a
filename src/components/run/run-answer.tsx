"use client";
import { Markdown } from "#components/markdown/markdown.tsx";
import { RoutedLine } from "#components/routing/routed-line.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { RunState } from "#contract/run-state.ts";

/**
 * What a run has said so far: why it is this specialist's when nobody was named, its thinking (folded), its answer, its warnings, and why it failed.
 * `waits`: what to say while it waits for its turn.
 */
export function RunAnswer({ state, waits = "In line…" }: { state: RunState; waits?: string }) {
  const { thinking, content, warnings, error, phase, routed } = state;
  const silent = content === "" && (phase === "waiting" || phase === "queued" || phase === "running");
  return (
    <div className="space-y-3">
      {routed && <RoutedLine routed={routed} />}
      {thinking !== "" && (
        <details className="text-sm text-muted">
          <summary className="cursor-pointer select-none">
            {content === "" && phase === "running" ? "Thinking…" : "Thinking"}
          </summary>
          <div className="mt-2 border-l-2 border-line pl-3">
            <Markdown text={thinking} />
          </div>
        </details>
      )}
      {warnings.map((warning) => (
        <Notice key={warning} tone="warn">
          {warning}
        </Notice>
      ))}
      {content !== "" && <Markdown text={content} />}
      {silent && thinking === "" && (
        <p className="text-sm text-muted">{phase === "running" ? "Nothing said yet…" : waits}</p>
      )}
      {phase === "done" && content === "" && <p className="text-sm text-muted">No text.</p>}
      {error && (
        <Notice tone={error.error.code === "INTERRUPTED" ? "warn" : "danger"}>
          {error.error.message}
          {error.partial && <p className="text-muted">The text up to here is kept.</p>}
        </Notice>
      )}
    </div>
  );
}
