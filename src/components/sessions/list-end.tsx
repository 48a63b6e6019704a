"use client";
import { useEffect, useRef } from "react";
import { Button } from "#components/ui/button.tsx";

/** The end of a list that goes on: asks for more when it comes near the window. The button is for who does not scroll. */
export function ListEnd({ busy, more }: { busy: boolean; more: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(more);
  useEffect(() => {
    latest.current = more;
  });
  // Looked at again after each page, which may not have filled the window.
  useEffect(() => {
    if (busy || !place.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      { rootMargin: "600px" },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [busy]);
  return (
    <div ref={place} className="py-3 text-center">
      <Button look="quiet" size="small" disabled={busy} onClick={more}>
        {busy ? "Loading more…" : "Show more"}
      </Button>
    </div>
  );
}
