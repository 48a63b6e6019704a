"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useSpecialists } from "#components/api/use-specialists.ts";
import { RenameForm } from "#components/sessions/rename-form.tsx";
import { useDeleteSession } from "#components/sessions/use-delete-session.ts";
import { Button } from "#components/ui/button.tsx";
import { SpecialistMark } from "#components/ui/specialist-mark.tsx";
import type { SessionView } from "#contract/session.ts";
import { SessionSettings } from "./session-settings.tsx";

interface SessionHeadingProps {
  session: SessionView;
  /** True while the conversation is being deleted and left; false when that failed. */
  onLeaving: (leaving: boolean) => void;
}

/** What the conversation is called, whose it is, and what can be done to it as a whole. */
export function SessionHeading({ session, onLeaving }: SessionHeadingProps) {
  const { data } = useSpecialists();
  const router = useRouter();
  const remove = useDeleteSession();
  const [renaming, setRenaming] = useState(false);
  const specialist = data?.find(({ id }) => id === session.specialist_id);
  const discard = async () => {
    onLeaving(true);
    if (await remove(session)) router.push("/sessions");
    else onLeaving(false);
  };
  return (
    <header className="mb-3 border-b border-line pb-3">
      {renaming ? (
        <RenameForm session={session} onDone={() => setRenaming(false)} />
      ) : (
        <div className="flex items-center gap-1">
          <h1 className="min-w-0 truncate text-lg font-semibold" title={session.title ?? undefined}>
            {session.title ?? "Conversation"}
          </h1>
          <Button look="quiet" size="square" icon="pencil" label="Rename" onClick={() => setRenaming(true)} />
          <span className="ml-auto" />
          <SessionSettings session={session} />
          <Button look="quiet" size="square" icon="trash" label="Delete this conversation" onClick={discard} />
        </div>
      )}
      <p className="mt-0.5 flex items-center gap-1.5 text-sm text-muted">
        <SpecialistMark id={session.specialist_id} />
        <span className="truncate">
          {specialist ? `${specialist.name}, ${specialist.role}` : session.specialist_id}
          {session.shared && " · others may join"}
        </span>
      </p>
    </header>
  );
}
