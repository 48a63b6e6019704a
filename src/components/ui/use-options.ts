"use client";
import { type KeyboardEvent, useState } from "react";

/** The keyboard's half of a listbox under a text field: which option is on, and what arrows and Enter do. */
export function useOptions<T>(options: readonly T[], choose: (option: T) => void) {
  const [index, setIndex] = useState(0);
  const active = Math.max(0, Math.min(index, options.length - 1));

  /** True when the key was meant for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (options.length === 0) return false;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const chosen = event.key === "Enter" || event.key === "Tab" ? options[active] : undefined;
    if (step === 0 && chosen === undefined) return false;
    event.preventDefault();
    if (chosen !== undefined) choose(chosen);
    else setIndex((active + step + options.length) % options.length);
    return true;
  };

  return { active, setActive: setIndex, onKey };
}
