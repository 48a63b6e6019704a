"use client";
import { useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { limits } from "#contract/limits.ts";
import type { SessionView } from "#contract/session.ts";
import { useUpdateSession } from "./use-update-session.ts";

interface RenameFormProps {
  session: Pick<SessionView, "id" | "title">;
  onDone: () => void;
}

/** The title, to edit where it stands. Enter saves, Esc leaves it as it was; without any text there is no title. */
export function RenameForm({ session, onDone }: RenameFormProps) {
  const [title, setTitle] = useState(session.title ?? "");
  const field = useRef<HTMLInputElement>(null);
  const { mutate, isPending, error } = useUpdateSession();
  useEffect(() => field.current?.select(), []);
  const save = () => {
    const next = title.trim() || null;
    if (next === session.title) onDone();
    else mutate({ session_id: session.id, title: next }, { onSuccess: onDone });
  };
  return (
    <form
      className="space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="flex flex-wrap items-center gap-1.5">
        <input
          ref={field}
          aria-label="Title"
          placeholder="No title"
          value={title}
          maxLength={limits.titleChars}
          onChange={(event) => setTitle(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.preventDefault();
            onDone();
          }}
          className="h-8 min-w-0 flex-[1_1_12rem] rounded-md border border-line bg-canvas px-2 font-medium"
        />
        <Button type="submit" look="primary" size="small" className="h-8" disabled={isPending}>
          {isPending ? "Saving…" : "Save"}
        </Button>
        <Button look="quiet" size="small" className="h-8" onClick={onDone}>
          Cancel
        </Button>
      </div>
      {error && <FailureNotice error={error} />}
    </form>
  );
}
