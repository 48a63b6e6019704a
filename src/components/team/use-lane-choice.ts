"use client";
import { useEffect, useState } from "react";
import type { SpecialistEntry } from "#components/api/use-specialists.ts";
import { type LaneChoice, readChoice, writeChoice } from "./lane-choice.ts";

const storageKey = "tekton.team.lanes";
/** A row of a wide screen: enough to compare, not a whole team on one small model. */
const lanesAtFirst = 3;

/** The chosen lanes, kept in this browser. Null until the specialists are known. */
export function useLaneChoice(specialists: readonly SpecialistEntry[] | undefined) {
  const [choice, setChoice] = useState<LaneChoice | null>(null);
  useEffect(() => {
    if (!specialists) return;
    const ids = specialists.filter(({ available }) => available).map(({ id }) => id);
    setChoice(
      (kept) => kept?.filter((id) => ids.includes(id)) ?? readChoice(stored(), ids) ?? ids.slice(0, lanesAtFirst),
    );
  }, [specialists]);
  const choose = (next: LaneChoice) => {
    setChoice(next);
    store(writeChoice(next));
  };
  return [choice, choose] as const;
}

// A browser may forbid storage; the choice then lasts as long as the page.
function stored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function store(value: string): void {
  try {
    localStorage.setItem(storageKey, value);
  } catch {
    return;
  }
}
