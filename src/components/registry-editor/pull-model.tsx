"use client";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { PullProgress } from "#contract/models.ts";
import { useEditorContent } from "./editor-context.ts";
import { formatBytes } from "./format-model.ts";
import { usePull } from "./use-pull.ts";

/** A model that Ollama has not: the command that would bring it, and for admins a button that does. */
export function PullModel({ model }: { model: string }) {
  const { readOnly } = useEditorContent();
  const { progress, start, cancel, error } = usePull(model);
  const command = `ollama pull ${model}`;
  const pulling = progress?.state === "pulling";
  return (
    <Notice tone="warn">
      <p>
        <span className="font-mono">{model}</span> is not on Ollama: nothing would answer. This would bring it:
      </p>
      <div className="mt-1 flex flex-wrap items-center gap-2">
        <code className="rounded bg-canvas px-1.5 py-0.5 font-mono text-xs">{command}</code>
        <CopyButton text={() => command} label="Copy the command" />
        {!readOnly && !pulling && (
          <Button size="small" icon="download" disabled={start.isPending} onClick={() => start.mutate()}>
            {start.isPending ? "Starting…" : progress?.state === "failed" ? "Pull again" : "Pull it now"}
          </Button>
        )}
        {!readOnly && pulling && (
          <Button size="small" icon="stop" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
            {cancel.isPending ? "Cancelling…" : "Cancel"}
          </Button>
        )}
      </div>
      {pulling && <Progress progress={progress} />}
      {progress?.state === "failed" && (
        <p role="alert" className="mt-1 text-danger">
          The pull failed: {progress.error}
        </p>
      )}
      {error && (
        <div className="mt-2">
          <FailureNotice error={error} />
        </div>
      )}
    </Notice>
  );
}

function Progress({ progress: { model, status, completed, total } }: { progress: PullProgress }) {
  const known = completed !== null && total !== null && total > 0;
  return (
    <div className="mt-2 space-y-1">
      {/* Without a value it is the bar of something that goes on, nobody knows how far. */}
      <progress
        aria-label={`Pulling ${model}`}
        max={1}
        value={known ? completed / total : undefined}
        className="block h-2 w-full accent-accent"
      />
      <p className="text-xs text-muted tabular-nums">
        {status}
        {known && ` · ${formatBytes(completed)} of ${formatBytes(total)}, ${Math.floor((100 * completed) / total)} %`}
      </p>
    </div>
  );
}
