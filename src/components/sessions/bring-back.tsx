"use client";
import { failureOf } from "#components/api/failure-of.ts";
import { usePassingNotice } from "#components/ui/passing-notices.tsx";
import { limits } from "#contract/limits.ts";
import type { SessionView } from "#contract/session.ts";
import { useUpdateSession } from "./use-update-session.ts";

/** Makes an expired session active again. */
export function BringBack({ session: { id, title, ttl_seconds } }: { session: SessionView }) {
  const { mutate, isPending } = useUpdateSession();
  const say = usePassingNotice();
  const name = `“${title ?? id}”`;
  const bringBack = () =>
    mutate(
      { session_id: id, ttl_seconds: Math.max(ttl_seconds, limits.talkTtlSeconds) },
      {
        onSuccess: () => say({ words: `${name} is back.` }),
        onError: (error) => say({ tone: "danger", words: `${name} is not brought back. ${failureOf(error).message}` }),
      },
    );
  return (
    <button
      type="button"
      disabled={isPending}
      onClick={bringBack}
      className="relative font-medium text-accent underline underline-offset-2 hover:text-accent-strong disabled:opacity-60"
    >
      {isPending ? "Bringing back…" : "Bring back"}
    </button>
  );
}
