"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";

/** How far outside the window counts as nearly seen. */
const margin = "800px";

/**
 * Draws its children once they come near the window, and keeps them: a long history costs nothing until
 * someone scrolls to it. `now` draws them at once.
 */
export function WhenSeen({ now, children }: { now: boolean; children: ReactNode }) {
  const [seen, setSeen] = useState(now);
  const place = useRef<HTMLDivElement>(null);
  if (now && !seen) setSeen(true);
  useEffect(() => {
    if (seen || !place.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
      },
      { rootMargin: margin },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [seen]);
  return seen ? children : <div ref={place} className="h-40" />;
}
