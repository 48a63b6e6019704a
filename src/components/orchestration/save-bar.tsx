"use client";
import type { ReactNode, Ref } from "react";
import { Button } from "#components/ui/button.tsx";

interface SaveBarProps {
  /** Of the words on what there is to save, which take the focus of a button that goes. */
  ref: Ref<HTMLParagraphElement>;
  dirty: boolean;
  saving: boolean;
  /** How many fields do not fit. */
  problems: number;
  overtaken: boolean;
  /** What must be seen wherever the reader is: a failure, a choice to be made. */
  children?: ReactNode;
  onSave: () => void;
  onDiscard: () => void;
}

/** Stays at the foot of the window: whether there is something to save, and what hinders it. */
export function SaveBar({ ref, dirty, saving, problems, overtaken, children, onSave, onDiscard }: SaveBarProps) {
  const words = saving
    ? "Saving…"
    : problems > 0
      ? `${problems === 1 ? "1 field does" : `${problems} fields do`} not fit yet.`
      : overtaken
        ? "Choose first whose settings to keep."
        : dirty
          ? "Not saved yet."
          : "All saved and in force.";
  return (
    <div className="sticky bottom-0 z-10 -mx-3 space-y-2 border-t border-line bg-canvas px-3 py-2 sm:mx-0 sm:px-1">
      {children}
      <div className="flex items-center gap-2">
        <p
          ref={ref}
          tabIndex={-1}
          role="status"
          className={`min-w-0 flex-1 text-sm outline-none ${problems > 0 ? "text-danger" : "text-muted"}`}
        >
          {words}
        </p>
        {dirty && !overtaken && (
          <Button look="quiet" disabled={saving} onClick={onDiscard}>
            Discard
          </Button>
        )}
        <Button type="submit" look="primary" disabled={!dirty || saving || overtaken} onClick={onSave}>
          Save
        </Button>
      </div>
    </div>
  );
}
