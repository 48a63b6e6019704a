"use client";
import { failureOf } from "#components/api/failure-of.ts";
import { SignOut } from "#components/sign-in/sign-out.tsx";
import { useHubStatus } from "./use-hub-status.ts";

/** Which provider and model answer now, and who is signed in where that matters. */
export function HubBadge() {
  const { data, error, isPending } = useHubStatus();
  const away = error !== null && failureOf(error).code === null;
  const names = data ? [...new Set([data.provider, data.default_model])].filter(Boolean).join(" · ") : "";
  const words = away ? "offline" : isPending ? "…" : names;
  const tone = away ? "bg-danger" : data?.advice ? "bg-warn" : data ? "bg-good" : "bg-line";
  return (
    <>
      <span
        className="mr-1 flex min-w-0 items-center gap-1.5 text-xs text-muted"
        title={data && `Tekton ${data.version}`}
      >
        <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${tone}`} />
        <span className="max-w-[9rem] truncate sm:max-w-[16rem]">
          <span className="sr-only">Provider and model: </span>
          {words}
        </span>
      </span>
      {data?.sign_in && <SignOut name={data.actor.name} />}
    </>
  );
}
