"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { WindowVirtualizer } from "virtua";
import { ChatTurn } from "./chat-turn.tsx";
import { Earlier } from "./earlier.tsx";
import type { Transcript } from "./transcript.ts";

/** How far outside the window messages are drawn. */
const drawAheadPx = 600;
/** About what a message takes, until it is measured: a list that guessed anew as it opens would flicker. */
const usualHeightPx = 160;

interface MessageListProps {
  transcript: Transcript;
  live: string | null;
  loadOlder: () => void;
  olderError: unknown;
}

/** The messages, of which only those on the screen are drawn; earlier ones come as the reader scrolls up. */
export function MessageList({ transcript, live, loadOlder, olderError }: MessageListProps) {
  const { session, messages, cursor } = transcript;
  const [draft, setDraft] = useState<{ id: string; text: string } | null>(null);
  const onDraft = useCallback((id: string, text: string | null) => setDraft(text === null ? null : { id, text }), []);
  const first = messages[0]?.id;
  const firstBefore = useRef(first);
  useEffect(() => {
    firstBefore.current = first;
  });
  return (
    <>
      <Earlier cursor={cursor} begun={session.created_at} loadOlder={loadOlder} error={olderError} />
      <WindowVirtualizer
        // Messages that come or go above the reader must not move what is being read.
        shift={first !== firstBefore.current}
        as="ol"
        item="li"
        bufferSize={drawAheadPx}
        itemSize={usualHeightPx}
        data={messages}
      >
        {(message) => (
          <div key={message.id} className="pb-5">
            <ChatTurn
              message={message}
              sessionId={session.id}
              shared={session.shared}
              live={live}
              draft={draft?.id === message.id ? draft.text : null}
              onDraft={onDraft}
            />
          </div>
        )}
      </WindowVirtualizer>
    </>
  );
}
