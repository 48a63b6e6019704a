"use client";
import { useEffect, useRef } from "react";

/** Calls `act` on a key anywhere on the page, unless something nearer (a dialog, an open list) has taken it. */
export function useHotkey(matches: (event: KeyboardEvent) => boolean, act: () => void): void {
  const latest = useRef({ matches, act });
  useEffect(() => {
    latest.current = { matches, act };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || !latest.current.matches(event)) return;
      event.preventDefault();
      latest.current.act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

export const isFinderKey = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k";

/** Esc, unless it closes a dialog. */
export const isStopKey = (event: KeyboardEvent): boolean =>
  event.key === "Escape" && document.querySelector("dialog[open]") === null;

/** Ctrl+Z or ⌘Z, unless it takes back typing. */
export const isUndoKey = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) &&
  !event.shiftKey &&
  !event.altKey &&
  event.key.toLowerCase() === "z" &&
  !(event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]"));
