"use client";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { usePassingNotice } from "#components/ui/passing-notices.tsx";
import { importSession } from "./import-session.ts";
import { useTellSessions } from "./use-tell-sessions.ts";

/** Takes in a conversation that was exported as JSON, from here or another hub. */
export function ImportButton() {
  const picker = useRef<HTMLInputElement>(null);
  const say = usePassingNotice();
  const tell = useTellSessions();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: importSession,
    onSuccess: ({ id, title }) => {
      say({ words: `Imported “${title ?? id}”.` });
      return tell(id);
    },
  });
  return (
    <>
      <Button icon="upload" disabled={isPending} onClick={() => picker.current?.click()}>
        {isPending ? "Importing…" : "Import"}
      </Button>
      <input
        ref={picker}
        type="file"
        accept="application/json,.json"
        aria-label="A conversation's file"
        tabIndex={-1}
        className="sr-only"
        onChange={({ target }) => {
          const file = target.files?.[0];
          // The same file may be chosen again, once it is mended.
          target.value = "";
          if (file) mutate(file);
        }}
      />
      {error && (
        <div role="alert" className="w-full">
          <Notice tone="danger">
            <p>{error.message}</p>
            <Button size="small" className="mt-2" onClick={reset}>
              Close
            </Button>
          </Notice>
        </div>
      )}
    </>
  );
}
