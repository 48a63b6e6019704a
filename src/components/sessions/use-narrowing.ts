"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";

/** Milliseconds without a key after which what was typed is searched for. */
const settleMs = 250;

export type StatusChoice = "" | "active" | "expired";

/** What the list is narrowed to; an empty string narrows nothing. */
export interface Narrowing {
  readonly q: string;
  readonly specialist: string;
  readonly status: StatusChoice;
}

const isStatus = (value: string | null): value is "active" | "expired" => value === "active" || value === "expired";

/** What the list is narrowed to, kept in the address, so that a reload, a bookmark and the back button find it. */
export function useNarrowing() {
  const path = usePathname();
  const params = useSearchParams();
  const status = params.get("status");
  const narrowing: Narrowing = {
    q: params.get("q") ?? "",
    specialist: params.get("specialist") ?? "",
    status: isStatus(status) ? status : "",
  };
  const narrow = (change: Partial<Narrowing>) => {
    const next = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(change)) {
      if (value === "") next.delete(key);
      else next.set(key, value);
    }
    history.replaceState(null, "", next.size > 0 ? `${path}?${next}` : path);
  };
  return { narrowing, narrow };
}

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
    return () => clearTimeout(timer);
  }, [wanted]);
  return { text, setText };
}
