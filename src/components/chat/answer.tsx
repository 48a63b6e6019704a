"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { RateAnswer } from "#components/rating/rate-answer.tsx";
import { RunAnswer } from "#components/run/run-answer.tsx";
import { RunBadge } from "#components/run/run-badge.tsx";
import { RunFigures } from "#components/run/run-figures.tsx";
import { useTellSessions } from "#components/sessions/use-tell-sessions.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { SpecialistMark } from "#components/ui/specialist-mark.tsx";
import type { MessageView } from "#contract/session.ts";
import { useAnswer } from "./use-answer.ts";
import { useName } from "./use-name.ts";
import { useStop } from "./use-stop.ts";

interface AnswerProps {
  message: MessageView;
  sessionId: string;
  live: string | null;
}

/** What a message without a run says of itself. */
const endings = {
  complete: null,
  partial: <span className="text-xs font-medium text-warn">partial: it ended before its end</span>,
  failed: <span className="text-xs font-medium text-danger">failed: nothing came</span>,
} as const;

/** A specialist's answer: who speaks, the text so far, how it ended, and what can be done about that. */
export function Answer({ message, sessionId, live }: AnswerProps) {
  const { id, specialist_id, run_id, timestamp, status } = message;
  const { state, known } = useAnswer(message);
  const name = useName(specialist_id);
  const stop = useStop(sessionId);
  const again = useRetry(sessionId, id);
  const open = state.phase !== "done" && state.phase !== "error";
  const unanswered = known
    ? state.phase === "error" || state.done?.finish_reason === "cancelled"
    : run_id === null && status !== "complete";
  const inLine = live !== null && live !== run_id;
  const error = stop.error ?? again.error;
  return (
    <article aria-label={`Answer of ${name}`} className="space-y-1.5">
      <header className="flex items-center gap-1.5 text-sm">
        {specialist_id && <SpecialistMark id={specialist_id} />}
        <span className="font-semibold">{name}</span>
        <span className="text-xs text-muted">
          <LocalTime at={timestamp} />
        </span>
      </header>
      <RunAnswer state={state} {...(inLine && { waits: "Waits for the answer before it." })} />
      {error && <FailureNotice error={error} />}
      <footer className="border-t border-line pt-1">
        <div className="-mx-2 flex h-7 items-center">
          <span className="min-w-0 flex-1 px-2">
            {known ? <RunBadge who={name} state={state} /> : run_id === null && endings[status]}
          </span>
          {open ? (
            <Button
              look="quiet"
              size="small"
              icon="stop"
              disabled={stop.isPending || run_id === null}
              onClick={() => run_id && stop.mutate(run_id)}
            >
              {stop.isPending ? "Stopping…" : "Stop"}
            </Button>
          ) : (
            <>
              {known && run_id !== null && state.content !== "" && <RateAnswer runId={run_id} />}
              {state.content !== "" && <CopyButton text={() => state.content} label="Copy the answer as Markdown" />}
              {unanswered && (
                <Button
                  look="quiet"
                  size="small"
                  icon="retry"
                  className="text-accent"
                  label={live ? "Ask again, once the answer being written has ended" : "Ask again, in this place"}
                  disabled={again.isPending || live !== null}
                  onClick={() => again.mutate()}
                >
                  {again.isPending ? "Asking…" : "Retry"}
                </Button>
              )}
            </>
          )}
        </div>
        {run_id !== null && <RunFigures state={state} />}
      </footer>
    </article>
  );
}

/** Asks for an answer again; the new one takes its place. */
function useRetry(session_id: string, message_id: string) {
  const client = useQueryClient();
  const tell = useTellSessions();
  return useMutation({
    mutationFn: () => hub.sessions.retry.mutate({ session_id, message_id }),
    onSuccess: ({ run }) => {
      client.setQueryData(queryKeys.run(run.id), run);
      return tell(session_id);
    },
  });
}
