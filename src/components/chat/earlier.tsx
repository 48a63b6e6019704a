"use client";
import { useEffect, useRef } from "react";
import { failureOf } from "#components/api/failure-of.ts";
import { Button } from "#components/ui/button.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";

/** How far above the window earlier messages are fetched. */
const margin = "1500px 0px 0px";

interface EarlierProps {
  /** Where the earlier messages begin to be had; null when there are none. */
  cursor: string | null;
  begun: string;
  loadOlder: () => void;
  error: unknown;
}

/** The line above the messages: fetches earlier ones as it comes near, or says that these are all. */
export function Earlier({ cursor, begun, loadOlder, error }: EarlierProps) {
  const line = useRef<HTMLDivElement>(null);
  const waits = cursor !== null && error === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each page that arrives the line is looked at anew.
  useEffect(() => {
    if (!waits || !line.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) loadOlder();
      },
      { rootMargin: margin },
    );
    observer.observe(line.current);
    return () => observer.disconnect();
  }, [cursor, waits, loadOlder]);
  return (
    <div ref={line} className="flex h-9 items-start justify-center gap-2 text-xs text-muted">
      {error !== null ? (
        <>
          <span role="alert">Earlier messages did not load. {failureOf(error).message}</span>
          <Button size="small" icon="retry" onClick={loadOlder}>
            Try again
          </Button>
        </>
      ) : cursor !== null ? (
        "Loading earlier messages…"
      ) : (
        <span>
          Begun <LocalTime at={begun} />
        </span>
      )}
    </div>
  );
}
