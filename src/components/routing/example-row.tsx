"use client";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { RoutingExample } from "#contract/routing.ts";
import { ExampleForm } from "./example-form.tsx";
import { useExampleChanges } from "./use-example-changes.ts";

interface ExampleRowProps {
  example: RoutingExample;
  /** It was taken out, and can be brought back. */
  removed: boolean;
  capabilities: readonly string[];
  editable: boolean;
}

/** One example: what somebody would write, the capability it is one of, and where it comes from. */
export function ExampleRow({ example, removed, capabilities, editable }: ExampleRowProps) {
  const { id, text, capability, origin } = example;
  const [editing, setEditing] = useState(false);
  const { edit, remove, bringBack } = useExampleChanges();
  if (editing) {
    return (
      <div className="border-b border-line p-3">
        <ExampleForm
          label="Edit the example"
          capabilities={capabilities}
          initial={{ capability, text }}
          save={(words) => edit({ id, ...words })}
          saveWords="Save"
          onDone={() => setEditing(false)}
        />
      </div>
    );
  }
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
      {editable && !removed && (
        <span className="flex shrink-0">
          <Button look="quiet" size="square" icon="pencil" label={`Edit “${shown}”`} onClick={() => setEditing(true)} />
          <Button
            look="quiet"
            size="square"
            icon="trash"
            label={`Take out “${shown}”`}
            onClick={() => remove(example)}
          />
        </span>
      )}
      {editable && removed && (
        <Button size="small" icon="retry" label={`Bring back “${shown}”`} onClick={() => bringBack(example)}>
          Bring back
        </Button>
      )}
    </div>
  );
}
