"use client";
import Link from "next/link";
import { useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { SpecialistMark } from "#components/ui/specialist-mark.tsx";
import { useEditorContent } from "./editor-context.ts";
import { fieldList } from "./field-words.ts";
import type { Field } from "./rebase-draft.ts";

interface SaveBarProps {
  edited: readonly Field[];
  /** Fields that are shown to be wrong. */
  wrong: number;
  saving: boolean;
  /** Saving would write over what somebody else has saved. */
  overTheirs: boolean;
  gone: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

/** Stays at the top: whose entry this is, what is not saved, and saving it. */
export function SaveBar(props: SaveBarProps) {
  const { view, readOnly } = useEditorContent();
  const { edited, saving, overTheirs, gone, onSave, onDiscard } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const discard = () => {
    onDiscard();
    // The button goes with what it discards.
    heading.current?.focus();
  };
  const nothing = view !== null && edited.length === 0;
  return (
    <header className="sticky top-0 z-20 -mx-3 flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-canvas px-3 py-2 sm:-mx-5 sm:px-5">
      <Link href="/registry" className="text-sm text-muted underline-offset-2 hover:text-ink hover:underline">
        Registry
      </Link>
      <h1 ref={heading} tabIndex={-1} className="flex min-w-0 items-center gap-2 text-lg font-semibold">
        {view ? (
          <>
            <SpecialistMark id={view.id} />
            <span className="truncate">{view.name}</span>
          </>
        ) : (
          "New specialist"
        )}
      </h1>
      {view && <span className="truncate font-mono text-xs text-muted">{view.id}</span>}
      {readOnly ? (
        <p className="ml-auto text-xs text-muted">To read only: changing it takes an admin.</p>
      ) : (
        <div className="ml-auto flex min-w-0 items-center gap-2">
          <p role="status" className="min-w-0 truncate text-xs text-muted">
            {barWords(props)}
          </p>
          {edited.length > 0 && (
            <Button look="quiet" disabled={saving} onClick={discard}>
              Discard
            </Button>
          )}
          <Button
            look={overTheirs ? "danger" : "primary"}
            disabled={nothing || saving || gone}
            title={nothing ? "Nothing has been changed" : "Ctrl+S"}
            onClick={onSave}
            className="shrink-0 whitespace-nowrap"
          >
            {saving ? "Saving…" : overTheirs ? "Save mine over it" : view ? "Save" : "Add"}
          </Button>
        </div>
      )}
    </header>
  );
}

function barWords({ edited, wrong, gone }: SaveBarProps): string {
  if (gone) return "Not in the registry any more";
  if (wrong > 0) return wrong === 1 ? "1 field does not fit" : `${wrong} fields do not fit`;
  if (edited.length === 0) return "";
  return `Not saved: ${fieldList(edited)}`;
}
