"use client";
import { type MouseEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { focusNextRow } from "#components/ui/focus-next-row.ts";
import type { RoutingExample } from "#contract/routing.ts";

/** What is done to one example; what takes time tells whether it is done. */
export interface ExampleActions {
  readonly edit: (example: RoutingExample) => void;
  readonly remove: (example: RoutingExample) => Promise<boolean>;
  readonly bringBack: (example: RoutingExample) => Promise<boolean>;
}

interface ExampleRowProps {
  example: RoutingExample;
  /** It was taken out, and can be brought back. */
  removed: boolean;
  /** null for who may only read. */
  actions: ExampleActions | null;
}

/** One example: what somebody would write, the capability it is one of, and where it comes from. */
export function ExampleRow({ example, removed, actions }: ExampleRowProps) {
  const { text, capability, origin } = example;
  const [busy, setBusy] = useState(false);
  /** For what makes the row go, and the button with it. */
  const act = (action: ExampleActions["remove"]) => (event: MouseEvent<HTMLElement>) => {
    if (busy) return;
    const button = event.currentTarget;
    setBusy(true);
    void action(example).then((done) => {
      setBusy(false);
      if (done && document.activeElement === button) focusNextRow(button);
    });
  };
  const shown = text.slice(0, 60);
  return (
    <div className="flex items-start gap-2 border-b border-line py-1.5 pr-1.5 pl-3 hover:bg-sunken/60">
      <div className="min-w-0 flex-1 py-1 sm:flex sm:items-baseline sm:gap-3">
        <p className="line-clamp-3 min-w-0 flex-1 text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>
        <p className="flex shrink-0 gap-2 text-xs text-muted">
          {origin === "added" && <span className="text-accent">added here</span>}
          {removed && <span className="text-warn">taken out</span>}
          <span>{capability}</span>
        </p>
      </div>
      {actions && !removed && (
        <span className="flex shrink-0">
          <Button
            look="quiet"
            size="square"
            icon="pencil"
            label={`Edit “${shown}”`}
            onClick={() => actions.edit(example)}
          />
          <Button
            look="quiet"
            size="square"
            icon="trash"
            label={`Take out “${shown}”`}
            aria-disabled={busy}
            data-remove-row
            onClick={act(actions.remove)}
          />
        </span>
      )}
      {actions && removed && (
        <Button
          size="small"
          icon="retry"
          label={`Bring back “${shown}”`}
          aria-disabled={busy}
          data-remove-row
          onClick={act(actions.bringBack)}
        >
          Bring back
        </Button>
      )}
    </div>
  );
}
