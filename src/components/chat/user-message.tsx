"use client";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import type { MessageView } from "#contract/session.ts";
import { useName } from "./use-name.ts";

interface UserMessageProps {
  message: MessageView;
  shared: boolean;
  onEdit: (id: string, text: string) => void;
}

/** What the reader said; in a shared conversation, to whom. */
export function UserMessage({ message, shared, onEdit }: UserMessageProps) {
  const { id, content, specialist_id, timestamp } = message;
  const name = useName(specialist_id);
  return (
    <div className="group ml-auto w-fit max-w-[88%]">
      <div className="rounded-lg bg-accent-soft px-3 py-2">
        <span className="sr-only">You: </span>
        <div className="whitespace-pre-wrap [overflow-wrap:anywhere]">{content}</div>
      </div>
      <div className="-mr-2 flex h-7 items-center justify-end text-xs text-muted">
        <span className="mr-auto px-1">
          {shared && specialist_id && `to ${name} · `}
          <LocalTime at={timestamp} />
        </span>
        {/* A long conversation is to be read: where there is a pointer, the buttons come with it. */}
        <span className="flex group-focus-within:opacity-100 group-hover:opacity-100 pointer-fine:opacity-0">
          <CopyButton text={() => content} label="Copy the message" />
          <Button
            look="quiet"
            size="small"
            icon="pencil"
            label="Edit and send again"
            onClick={() => onEdit(id, content)}
          >
            Edit
          </Button>
        </span>
      </div>
    </div>
  );
}
