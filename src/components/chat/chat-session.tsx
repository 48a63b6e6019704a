"use client";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Loading } from "#components/ui/loading.tsx";
import { isStopKey, useHotkey } from "#components/ui/use-hotkey.ts";
import { isGone } from "./is-gone.ts";
import { MessageList } from "./message-list.tsx";
import { NextMessage } from "./next-message.tsx";
import { SessionGone } from "./session-gone.tsx";
import { SessionHeading } from "./session-heading.tsx";
import type { Transcript } from "./transcript.ts";
import { useFollowPage } from "./use-follow-page.ts";
import { useLiveRuns } from "./use-live-runs.ts";
import { useStop } from "./use-stop.ts";
import { useTranscript } from "./use-transcript.ts";

/** One conversation: its messages and, below them, the next. */
export function ChatSession({ id }: { id: string }) {
  const [leaving, setLeaving] = useState(false);
  const { transcript, error, refetch, loadOlder, olderError } = useTranscript(id, !leaving);
  if (error && isGone(error)) return <SessionGone id={id} error={error} />;
  if (!transcript) {
    return (
      <div className="mx-auto max-w-3xl">
        {error ? <FailureNotice error={error} retry={refetch} /> : <Loading label="Loading the conversation" />}
      </div>
    );
  }
  return <Conversation transcript={transcript} loadOlder={loadOlder} olderError={olderError} onLeaving={setLeaving} />;
}

interface ConversationProps {
  transcript: Transcript;
  loadOlder: () => void;
  olderError: unknown;
  onLeaving: (leaving: boolean) => void;
}

function Conversation({ transcript, loadOlder, olderError, onLeaving }: ConversationProps) {
  const { session, messages } = transcript;
  const { content, away, follow } = useFollowPage();
  const live = useLiveRuns(transcript);
  const { mutate: stop, error: stopError } = useStop(session.id);
  const stopLive = live === null ? null : () => stop(live);
  useHotkey(
    (event) => stopLive !== null && isStopKey(event),
    () => stopLive?.(),
  );
  return (
    <div
      ref={content}
      className="mx-auto flex min-h-[calc(100dvh-9.5rem)] max-w-3xl sm:min-h-[calc(100dvh-7.5rem)] lg:min-h-[calc(100dvh-5.25rem)] flex-col"
    >
      <SessionHeading session={session} onLeaving={onLeaving} />
      <section aria-label="Messages" className="flex-1">
        {messages.length === 0 ? (
          <p className="rounded-lg border border-dashed border-line px-4 py-8 text-center text-sm text-muted">
            Nothing said here yet.
          </p>
        ) : (
          <MessageList transcript={transcript} live={live} loadOlder={loadOlder} olderError={olderError} />
        )}
      </section>
      <div className="sticky bottom-0 -mx-3 -mb-4 space-y-2 bg-canvas px-3 pt-1 pb-4">
        {away && (
          <div className="pointer-events-none absolute inset-x-0 bottom-full flex justify-center pb-2">
            <Button size="small" className="pointer-events-auto shadow-md" onClick={follow}>
              {live ? "To what is being written" : "To the latest message"}
            </Button>
          </div>
        )}
        {stopError && <FailureNotice error={stopError} />}
        <NextMessage transcript={transcript} onSent={follow} onStop={stopLive} />
      </div>
    </div>
  );
}
