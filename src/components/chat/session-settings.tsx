"use client";
import { useRef, useState } from "react";
import { ExportLinks } from "#components/sessions/export-links.tsx";
import { Button } from "#components/ui/button.tsx";
import type { SessionView } from "#contract/session.ts";
import { ClearMessages } from "./clear-messages.tsx";
import { SettingsForm } from "./settings-form.tsx";

/** The button and the dialog behind it: what the conversation is set to, exporting and clearing it. */
export function SessionSettings({ session }: { session: SessionView }) {
  const dialog = useRef<HTMLDialogElement>(null);
  // What was typed and not saved is gone when the dialog opens again.
  const [opened, setOpened] = useState(0);
  const close = () => dialog.current?.close();
  const open = () => {
    setOpened(opened + 1);
    dialog.current?.showModal();
  };
  return (
    <>
      <Button look="quiet" size="small" className="h-8" onClick={open} aria-haspopup="dialog">
        Settings
      </Button>
      <dialog
        ref={dialog}
        aria-label="Settings of this conversation"
        className="m-auto max-h-[calc(100dvh-2rem)] w-[min(34rem,calc(100vw-1.5rem))] overflow-y-auto rounded-lg border border-line bg-surface text-ink shadow-xl"
        // A click on the backdrop is one on the dialog itself.
        onClick={(event) => event.target === dialog.current && close()}
        onKeyDown={(event) => event.key === "Escape" && close()}
      >
        {opened > 0 && (
          <div key={opened} className="divide-y divide-line *:p-4">
            <header className="flex items-center justify-between gap-2 py-2.5!">
              <h2 className="font-semibold">Settings of this conversation</h2>
              <Button look="quiet" size="square" icon="close" label="Close" onClick={close} />
            </header>
            <SettingsForm session={session} onSaved={close} />
            <section>
              <h3 className="text-sm font-medium">Export</h3>
              <p className="text-xs text-muted">All messages as a file. The JSON can be imported again.</p>
              <div className="mt-1 -ml-2 flex flex-wrap">
                <ExportLinks id={session.id} />
              </div>
            </section>
            <ClearMessages session={session} onCleared={close} />
          </div>
        )}
      </dialog>
    </>
  );
}
