"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { failureOf } from "#components/api/failure-of.ts";
import type { HubClientError } from "#components/api/hub-client.ts";
import { ExportLinks } from "#components/sessions/export-links.tsx";
import { useUpdateSession } from "#components/sessions/use-update-session.ts";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { limits } from "#contract/limits.ts";

const days = limits.talkTtlSeconds / (24 * 3600);

/** Instead of a conversation: that it expired, with the way to bring it back, or that there is none. */
export function SessionGone({ id, error }: { id: string; error: unknown }) {
  if (failureOf(error).code === "SESSION_EXPIRED") return <Expired id={id} at={expiredAt(error)} />;
  return (
    <Instead title="There is no conversation here">
      <p>It was deleted, or the address is mistyped.</p>
    </Instead>
  );
}

function Expired({ id, at }: { id: string; at: string | null }) {
  const { mutate, isPending, error } = useUpdateSession();
  return (
    <Instead title="This conversation has expired">
      <p>
        Nobody had used it for as long as it was set to live
        {at && (
          <>
            : it expired <LocalTime at={at} />
          </>
        )}
        . Its messages are still kept for a while.
      </p>
      <Button
        look="primary"
        className="my-4"
        disabled={isPending}
        onClick={() => mutate({ session_id: id, ttl_seconds: limits.talkTtlSeconds })}
      >
        {isPending ? "Bringing back…" : `Bring back for ${days} days`}
      </Button>
      {error && <FailureNotice error={error} />}
      <p className="-ml-2 flex flex-wrap">
        <ExportLinks id={id} />
      </p>
    </Instead>
  );
}

function Instead({ title, children }: { title: string; children: ReactNode }) {
  const link = "text-accent underline underline-offset-2";
  return (
    <div className="mx-auto max-w-xl py-12">
      <h1 className="text-xl font-semibold">{title}</h1>
      <div className="mt-2 text-muted">{children}</div>
      <p className="mt-4 flex gap-4">
        <Link href="/sessions" className={link}>
          All conversations
        </Link>
        <Link href="/chat" className={link}>
          Start another
        </Link>
      </p>
    </div>
  );
}

function expiredAt(error: unknown): string | null {
  const at = (error as HubClientError).data?.app.details?.expired_at;
  return typeof at === "string" ? at : null;
}
