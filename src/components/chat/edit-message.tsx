"use client";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import type { MessageView } from "#contract/session.ts";
import { useSendEdited } from "./use-send-edited.ts";

interface EditMessageProps {
  message: MessageView;
  sessionId: string;
  text: string;
  onText: (id: string, text: string | null) => void;
}

/** A message of the reader's, open for other words: sent as a new conversation that goes on from before it. */
export function EditMessage({ message, sessionId, text, onText }: EditMessageProps) {
  const { id, content } = message;
  const area = useRef<HTMLTextAreaElement>(null);
  const { mutate, isPending, error } = useSendEdited(sessionId, message);
  useEffect(() => {
    const { current } = area;
    current?.focus({ preventScroll: true });
    current?.setSelectionRange(current.value.length, current.value.length);
  }, []);
  const blank = text.trim() === "";
  const send = () => {
    if (!blank && !isPending) mutate(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape" && (text === content || isPending)) {
      event.preventDefault();
      onText(id, null);
    } else if (event.key === "Escape") {
      // Words that were typed are not thrown away by one key.
      event.preventDefault();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  };
  return (
    <div className="ml-auto max-w-[88%] rounded-lg border border-accent bg-surface">
      <textarea
        ref={area}
        aria-label="Edit the message"
        value={text}
        rows={2}
        onChange={(event) => onText(id, event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content block max-h-[50vh] min-h-16 w-full resize-none bg-transparent px-3 pt-2.5 pb-1 outline-none"
      />
      <div className="flex flex-wrap items-center justify-end gap-2 px-2 pb-2">
        <p className="min-w-56 flex-1 pl-1 text-xs text-muted">
          Goes on in a new conversation, with what was said before this message. This conversation stays as it is.
        </p>
        <Button look="quiet" onClick={() => onText(id, null)}>
          Cancel
        </Button>
        <Button look="primary" icon="send" disabled={blank || isPending} onClick={send} label="Send (Enter)">
          {isPending ? "Sending…" : "Send"}
        </Button>
      </div>
      {error && (
        <div className="px-2 pb-2">
          <FailureNotice error={error} />
        </div>
      )}
    </div>
  );
}
