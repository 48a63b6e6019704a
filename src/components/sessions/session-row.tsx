"use client";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { LocalTime } from "#components/ui/local-time.tsx";
import { SpecialistMark } from "#components/ui/specialist-mark.tsx";
import type { SessionList } from "#contract/session.ts";
import { BringBack } from "./bring-back.tsx";
import { Marked } from "./marked.tsx";
import { RenameForm } from "./rename-form.tsx";
import { SessionActions } from "./session-actions.tsx";
import { SessionState } from "./session-state.tsx";
import { useDeleteSession } from "./use-delete-session.ts";

interface SessionRowProps {
  session: SessionList["sessions"][number];
  specialistName: string;
  /** What was searched for; empty when nothing was. */
  q: string;
  now: number;
}

/** One session of the list: the way into it, how it stands, and what can be done to it. */
export function SessionRow({ session, specialistName, q, now }: SessionRowProps) {
  const [renaming, setRenaming] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  useFocusAfter(renaming, () => row.current?.querySelector("a"));
  const deleteSession = useDeleteSession();
  const remove = async () => {
    const beside = row.current?.nextElementSibling ?? row.current?.previousElementSibling;
    if (await deleteSession(session)) (beside?.querySelector("a") ?? document.getElementById("main"))?.focus();
  };
  const count = session.message_count;
  return (
    <li ref={row} className="relative flex gap-3 py-2 pr-2 pl-3 hover:bg-sunken/60">
      <span className="pt-0.5">
        <SpecialistMark id={session.specialist_id} />
      </span>
      <div className="min-w-0 flex-1 space-y-0.5">
        {renaming ? (
          <RenameForm session={session} onDone={() => setRenaming(false)} />
        ) : (
          <Link
            href={`/chat/${encodeURIComponent(session.id)}`}
            // Fetching the page of each row that is seen would be a page drawn for each.
            prefetch={false}
            // The whole row leads there, but for what lies above it.
            className="block truncate font-medium after:absolute after:inset-0"
          >
            <Marked text={session.title ?? session.id} q={q} />
          </Link>
        )}
        <p className="flex flex-wrap gap-x-1 text-xs text-muted">
          <span>{specialistName} ·</span>
          <span>{count === 1 ? "1 message" : `${count.toLocaleString("en")} messages`} ·</span>
          <span className="sm:hidden">
            <LocalTime at={session.last_activity} /> ·
          </span>
          <SessionState session={session} now={now} />
          {session.status === "expired" && (
            <span>
              · <BringBack session={session} />
            </span>
          )}
        </p>
        {session.match && (
          <p className="text-sm [overflow-wrap:anywhere]">
            <span className="text-muted">{session.match.message_id ? "In a message: " : "In the title: "}</span>
            <Marked text={session.match.excerpt} q={q} />
          </p>
        )}
      </div>
      <span className="pt-0.5 text-xs whitespace-nowrap text-muted max-sm:hidden">
        <LocalTime at={session.last_activity} />
      </span>
      <div className="relative -mt-1">
        <SessionActions session={session} onRename={() => setRenaming(true)} onDelete={remove} />
      </div>
    </li>
  );
}

/** Puts the focus where `find` says once `busy` is over. */
function useFocusAfter(busy: boolean, find: () => HTMLElement | null | undefined): void {
  const was = useRef(busy);
  useEffect(() => {
    if (was.current && !busy) find()?.focus();
    was.current = busy;
  });
}
