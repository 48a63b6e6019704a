"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Loading } from "#components/ui/loading.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { SpecialistMark } from "#components/ui/specialist-mark.tsx";

/** The conversations kept by the hub, the one used last first. */
export function SessionsPage() {
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.sessions,
    queryFn: () => hub.chat.recent.query({ limit: 100 }),
  });
  return (
    <div className="mx-auto max-w-4xl">
      <PageHeading title="Sessions">
        Your latest conversations. They cannot be searched, renamed or deleted here.
      </PageHeading>
      {error && !data && <FailureNotice error={error} retry={refetch} />}
      {!error && !data && <Loading label="Loading the conversations" rows={5} />}
      {data?.sessions.length === 0 && (
        <p className="rounded-lg border border-dashed border-line px-4 py-8 text-center text-sm text-muted">
          No conversation yet.{" "}
          <Link href="/chat" className="text-accent underline underline-offset-2">
            Start one
          </Link>
        </p>
      )}
      {data && data.sessions.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {data.sessions.map(({ id, title, specialist_id, last_activity, message_count }) => (
            <li key={id}>
              <Link
                href={`/chat/${encodeURIComponent(id)}`}
                className="flex items-center gap-3 px-3 py-2.5 hover:bg-sunken"
              >
                <SpecialistMark id={specialist_id} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{title ?? id}</span>
                  <span className="block truncate text-xs text-muted">
                    {specialist_id} · {message_count} {message_count === 1 ? "message" : "messages"}
                  </span>
                </span>
                <span className="text-xs whitespace-nowrap text-muted">
                  <LocalTime at={last_activity} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
