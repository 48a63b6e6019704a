"use client";
import { failureOf } from "#components/api/failure-of.ts";
import { Notice } from "#components/ui/notice.tsx";
import { useHubStatus } from "./use-hub-status.ts";

/** What the reader must know of the hub as a whole: that it is away, or that no real model answers. */
export function StatusBanners() {
  const { data, error } = useHubStatus();
  const away = error !== null && failureOf(error).code === null;
  return (
    <div role="status">
      {away && (
        <Notice tone="danger" edge>
          The hub does not answer. What you see is kept; the page catches up by itself once it is back.
        </Notice>
      )}
      {!away && data?.advice && (
        <Notice tone="warn" edge>
          {data.provider === "demo" && <strong className="font-semibold">Demo provider: </strong>}
          {data.advice}
        </Notice>
      )}
    </div>
  );
}
