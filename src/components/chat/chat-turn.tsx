"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { memo } from "react";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { Markdown } from "#components/markdown/markdown.tsx";
import { RunAnswer } from "#components/run/run-answer.tsx";
import { RunBadge } from "#components/run/run-badge.tsx";
import { RunFigures } from "#components/run/run-figures.tsx";
import { browserStreams } from "#components/streaming/browser-streams.ts";
import { useRun } from "#components/streaming/use-run.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { isStopKey, useHotkey } from "#components/ui/use-hotkey.ts";
import type { RunView } from "#contract/run-view.ts";
import type { MessageView } from "#contract/session.ts";

/** One message of a conversation: the reader's words, or an answer, live while it is written. */
export const ChatTurn = memo(function ChatTurn({ message, newest }: { message: MessageView; newest: boolean }) {
  if (message.role === "user") {
    return (
      <li className="ml-auto w-fit max-w-[85%] rounded-lg bg-accent-soft px-3 py-2">
        <span className="sr-only">You: </span>
        <div className="whitespace-pre-wrap [overflow-wrap:anywhere]">{message.content}</div>
        <div className="text-right text-xs text-muted">
          <LocalTime at={message.timestamp} />
        </div>
      </li>
    );
  }
  return (
    <li>
      {message.run_id ? (
        <Answer runId={message.run_id} message={message} newest={newest} />
      ) : (
        <Markdown text={message.content} />
      )}
    </li>
  );
});

function Answer({ runId, message, newest }: { runId: string; message: MessageView; newest: boolean }) {
  const { data: run } = useQuery({
    queryKey: queryKeys.run(runId),
    queryFn: () => hub.runs.get.query({ run_id: runId }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  // Until the run's own view is here, the message has its text of a moment ago.
  if (!run) return <Markdown text={message.content} />;
  return <LiveAnswer run={run} newest={newest} />;
}

function LiveAnswer({ run, newest }: { run: RunView; newest: boolean }) {
  const state = useRun(run);
  const live = state.phase !== "done" && state.phase !== "error";
  const stop = useMutation({
    mutationFn: () => hub.runs.cancel.mutate({ run_id: run.id }),
    onSuccess: (view) => browserStreams().learn(view),
  });
  useHotkey(
    (event) => newest && live && isStopKey(event),
    () => stop.mutate(),
  );
  return (
    <div className="space-y-1.5">
      <RunAnswer state={state} />
      {stop.error && <FailureNotice error={stop.error} />}
      <footer className="border-t border-line pt-1">
        <div className="-mr-2 flex h-7 items-center justify-between">
          <RunBadge who={run.specialist_id} state={state} />
          {live ? (
            <Button look="quiet" size="small" icon="stop" disabled={stop.isPending} onClick={() => stop.mutate()}>
              {stop.isPending ? "Stopping…" : "Stop (Esc)"}
            </Button>
          ) : (
            <CopyButton text={() => state.content} label="Copy the answer as Markdown" />
          )}
        </div>
        <RunFigures state={state} />
      </footer>
    </div>
  );
}
