"use client";
import { AskRouter } from "#components/routing/ask-router.tsx";

/** Where a message would go by the rules that are in force. */
export function TryMessage({ unsaved }: { unsaved: boolean }) {
  return (
    <div className="rounded-md bg-sunken/60 p-3">
      <AskRouter
        title="Try a message"
        about={
          unsaved
            ? "Goes by the settings in force: what is not saved does not count yet. Nothing is sent to a specialist."
            : "Shows where it would go with the settings in force. Nothing is sent to a specialist."
        }
      />
    </div>
  );
}
