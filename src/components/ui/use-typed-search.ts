"use client";
import { useEffect, useRef, useState } from "react";
import { followedLink } from "./followed-link.ts";

/** Milliseconds without a key after which what was typed is searched for. */
const settleMs = 250;

/** The search field's text: `q` until someone types, handed to `search` once typing pauses. */
export function useTypedSearch(q: string, search: (q: string) => void) {
  const [text, setText] = useState(q);
  const wanted = text.trim();
  /** What was handed on and has not come back as `q` yet. */
  const handedOn = useRef<string | null>(null);
  useEffect(() => {
    // Another `q` than was typed here: a link led to it, or the back button.
    if (handedOn.current === null) setText(q);
  }, [q]);
  useEffect(() => {
    if (handedOn.current === q) handedOn.current = null;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: typing alone starts the clock; `search` is new each time.
  useEffect(() => {
    if (wanted === (handedOn.current ?? q)) return;
    const timer = setTimeout(() => {
      handedOn.current = wanted;
      search(wanted);
    }, settleMs);
    // A change of the address drops the page that Next is on its way to: who follows a link searches no more.
    const leave = (event: MouseEvent) => followedLink(event) && clearTimeout(timer);
    document.addEventListener("click", leave, true);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("click", leave, true);
    };
  }, [wanted]);
  return { text, setText };
}
