"use client";
import { useEffect, useRef } from "react";
import { followedLink } from "./followed-link.ts";
import { guardLeaving, mayLeave, wouldLose } from "./leave-guard.ts";

/** Asks `words` before the page is left by a link, by the browser's buttons, or closed; null asks nothing. */
export function useLeaveWarning(words: string | null): void {
  const latest = useRef(words);
  useEffect(() => {
    latest.current = words;
  });
  useEffect(() => {
    const release = guardLeaving(() => latest.current);
    const listening = new AbortController();
    const { signal } = listening;
    addEventListener("beforeunload", (event) => wouldLose() && event.preventDefault(), { signal });
    document.addEventListener("click", stopLink, { capture: true, signal });
    navigationOf(window)?.addEventListener("navigate", stopTraversal, { signal });
    return () => {
      release();
      listening.abort();
    };
  }, []);
}

/** The browser asks nothing about a link that is followed by code. */
function stopLink(event: MouseEvent): void {
  if (!followedLink(event) || mayLeave()) return;
  event.preventDefault();
  event.stopPropagation();
}

/** The part of the Navigation API that is used here; some browsers have none, and go back unasked. */
interface Navigation extends EventTarget {
  readonly currentEntry: unknown;
}

const navigationOf = (place: Window): Navigation | undefined =>
  Reflect.get(place, "navigation") as Navigation | undefined;

/** Back and forward. */
function stopTraversal(event: Event): void {
  if (Reflect.get(event, "navigationType") === "traverse" && event.cancelable && !mayLeave()) event.preventDefault();
}
