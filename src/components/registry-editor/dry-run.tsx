"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { hub } from "#components/api/hub-client.ts";
import { runQuery } from "#components/chat/run-query.ts";
import { RunAnswer } from "#components/run/run-answer.tsx";
import { RunBadge } from "#components/run/run-badge.tsx";
import { RunFigures } from "#components/run/run-figures.tsx";
import { browserStreams } from "#components/streaming/browser-streams.ts";
import { useRun } from "#components/streaming/use-run.ts";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { isStopKey, useHotkey } from "#components/ui/use-hotkey.ts";
import type { RunView } from "#contract/run-view.ts";
import type { SpecialistFields } from "#contract/specialist.ts";
import { useEditorContent } from "./editor-context.ts";
import { inputLook } from "./field.tsx";
import { differentFields } from "./rebase-draft.ts";

/** A message to the entry as it stands in the form, unsaved; its answer streams and counts for nothing. */
export function DryRun() {
  const { draft, fields } = useEditorContent();
  const [message, setMessage] = useState("");
  const id = useId();
  const { data: asked, ...test } = useMutation({
    mutationFn: async ({ id, ...rest }: SpecialistFields) => {
      const { run_id } = await hub.specialists.test.mutate({ id, content: message, draft: rest });
      return { run_id, of: draft };
    },
  });
  const { data: view, error } = useQuery(runQuery(asked?.run_id ?? null));
  const hindrance = !fields ? "Mend what does not fit first." : message.trim() === "" ? "Write a message first." : null;
  const run = () => fields && hindrance === null && !test.isPending && test.mutate(fields);
  return (
    <div className="flex min-w-0 flex-col">
      <label htmlFor={id} className="block text-sm font-medium">
        Try it
      </label>
      <textarea
        id={id}
        rows={2}
        value={message}
        placeholder="A message to it, with the prompt as it stands. Ctrl+Enter runs it."
        aria-describedby={`${id}-meaning`}
        onChange={(event) => setMessage(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          run();
        }}
        className={`${inputLook} mt-1 field-sizing-content max-h-40 min-h-16 resize-none py-1.5`}
      />
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <p id={`${id}-meaning`} className="min-w-0 flex-1 text-xs text-muted">
          {hindrance ?? "Nothing is saved, and it counts for no figure."}
        </p>
        <Button icon="send" disabled={hindrance !== null || test.isPending} onClick={run}>
          {test.isPending ? "Asking…" : "Dry run"}
        </Button>
      </div>
      {(test.error ?? error) && (
        <div className="mt-2">
          <FailureNotice error={test.error ?? error} />
        </div>
      )}
      {view && asked && <DryAnswer key={view.id} view={view} former={differentFields(asked.of, draft).length > 0} />}
    </div>
  );
}

/** `former`: the form has been edited since. */
function DryAnswer({ view, former }: { view: RunView; former: boolean }) {
  const state = useRun(view);
  const stop = useMutation({
    mutationFn: () => hub.runs.cancel.mutate({ run_id: view.id }),
    onSuccess: (ended) => browserStreams().learn(ended),
  });
  const open = state.phase !== "done" && state.phase !== "error";
  useHotkey(
    (event) => open && isStopKey(event),
    () => stop.mutate(),
  );
  return (
    <article aria-label="Answer of the dry run" className="mt-3 min-w-0 rounded-md border border-line bg-canvas p-3">
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 truncate text-xs text-muted">
          <span className="font-mono text-ink">{state.model ?? view.model}</span> of {state.provider ?? view.provider}
          {former && " · the form has been edited since"}
        </p>
        <RunBadge who="Dry run" state={state} />
        {open && (
          <Button
            look="quiet"
            size="small"
            icon="stop"
            label="Stop the dry run (Esc)"
            disabled={stop.isPending}
            onClick={() => stop.mutate()}
          >
            {stop.isPending ? "Stopping…" : "Stop"}
          </Button>
        )}
      </div>
      <div className="mt-2 max-h-96 overflow-y-auto">
        <RunAnswer state={state} />
      </div>
      {stop.error && <FailureNotice error={stop.error} />}
      <footer className="mt-2 border-t border-line pt-2">
        <RunFigures state={state} narrow />
      </footer>
    </article>
  );
}
