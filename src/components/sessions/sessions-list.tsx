"use client";
import Link from "next/link";
import { useSpecialists } from "#components/api/use-specialists.ts";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Loading } from "#components/ui/loading.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { useNow } from "#components/ui/use-now.ts";
import { ListEnd } from "./list-end.tsx";
import type { Narrowing } from "./narrowing.ts";
import { SessionRow } from "./session-row.tsx";
import { useSessionList } from "./use-session-list.ts";

interface SessionsListProps {
  narrowing: Narrowing;
  showAll: () => void;
}

/** The sessions that fit what the list is narrowed to, or why there are none. */
export function SessionsList({ narrowing, showAll }: SessionsListProps) {
  const { data: specialists = [] } = useSpecialists();
  const names = new Map(specialists.map(({ id, name }) => [id, name]));
  const now = useNow(30_000);
  const list = useSessionList(narrowing);
  const { data, error, sessions, cutShort, hasNextPage, isFetchingNextPage, isPlaceholderData } = list;
  const more = () => void list.fetchNextPage();
  const { q } = narrowing;
  const goesOn = hasNextPage && !isPlaceholderData && !list.isFetchNextPageError;
  if (error && !data) return <FailureNotice error={error} retry={list.refetch} />;
  if (!data) return <Loading label="Loading the conversations" rows={6} />;
  return (
    <>
      {q !== "" && (
        <p role="status" className="mb-2 text-xs text-muted">
          {isPlaceholderData ? "Searching…" : foundWords(sessions.length, hasNextPage, list.messagesRead)}
        </p>
      )}
      {sessions.length > 0 && (
        <ul
          aria-label="Conversations"
          aria-busy={isPlaceholderData}
          className={`divide-y divide-line rounded-lg border border-line bg-surface ${isPlaceholderData ? "opacity-60" : ""}`}
        >
          {sessions.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              specialistName={names.get(session.specialist_id) ?? session.specialist_id}
              q={q}
              now={now}
            />
          ))}
        </ul>
      )}
      {sessions.length === 0 && !hasNextPage && !isPlaceholderData && (
        <NoSession narrowing={narrowing} showAll={showAll} />
      )}
      {list.isFetchNextPageError && (
        <div className="mt-3">
          <FailureNotice error={error} retry={more} />
        </div>
      )}
      {goesOn && cutShort && <CutShort busy={isFetchingNextPage} more={more} />}
      {goesOn && !cutShort && <ListEnd busy={isFetchingNextPage} more={more} />}
    </>
  );
}

function foundWords(count: number, more: boolean, messagesRead: number): string {
  const found = count === 1 ? "1 conversation" : `${count}${more ? " or more" : ""} conversations`;
  const read = messagesRead === 1 ? "1 message" : `${messagesRead.toLocaleString("en")} messages`;
  return `${found} found, ${read} read`;
}

function CutShort({ busy, more }: { busy: boolean; more: () => void }) {
  return (
    <div className="mt-3">
      <Notice tone="warn">
        <p>The search ran out of time before it had read everything. Older conversations may hold these words too.</p>
        <Button size="small" icon="search" className="mt-2" disabled={busy} onClick={more}>
          {busy ? "Searching…" : "Search further"}
        </Button>
      </Notice>
    </div>
  );
}

function NoSession({ narrowing, showAll }: SessionsListProps) {
  const { q, specialist, status } = narrowing;
  const narrowed = q !== "" || specialist !== "" || status !== "";
  return (
    <div className="space-y-2 rounded-lg border border-dashed border-line px-4 py-8 text-center text-sm text-muted [overflow-wrap:anywhere]">
      {!narrowed && (
        <p>
          No conversation yet.{" "}
          <Link href="/chat" className="text-accent underline underline-offset-2">
            Start one
          </Link>
        </p>
      )}
      {narrowed && <p>{q === "" ? "No conversation is like that." : `Nothing found for “${q}”.`}</p>}
      {narrowed && (
        <Button size="small" onClick={showAll}>
          Show all
        </Button>
      )}
    </div>
  );
}
