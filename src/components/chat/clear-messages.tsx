"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { hub } from "#components/api/hub-client.ts";
import { useTellSessions } from "#components/sessions/use-tell-sessions.ts";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import type { SessionView } from "#contract/session.ts";
import { fieldLook } from "./settings-form.tsx";

/** Deletes the earlier messages of a conversation, for good: asked for twice. */
export function ClearMessages({ session, onCleared }: { session: SessionView; onCleared: () => void }) {
  const [keep, setKeep] = useState("0");
  const [sure, setSure] = useState(false);
  const tell = useTellSessions();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => hub.sessions.clear.mutate({ session_id: session.id, keep_last: Number(keep) }),
    onSuccess: async () => {
      await tell(session.id);
      onCleared();
    },
  });
  const busy = session.busy_run_id !== null;
  return (
    <form
      className="space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (sure) mutate();
        else setSure(true);
      }}
    >
      <h3 className="text-sm font-medium">Clear</h3>
      <p className="text-xs text-muted">
        Deletes messages for good: this cannot be undone. Export the conversation first to keep a copy.
      </p>
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <label className="flex items-center gap-2">
          Keep the last
          <input
            type="number"
            required
            min={0}
            max={1000}
            step={1}
            value={keep}
            onChange={(event) => {
              setKeep(event.target.value);
              setSure(false);
            }}
            className={`${fieldLook} w-20`}
          />
          exchanges
        </label>
        <Button type="submit" look="danger" disabled={isPending || busy}>
          {isPending ? "Clearing…" : sure ? "Delete the others for good" : "Clear"}
        </Button>
        {sure && !isPending && (
          <Button look="quiet" onClick={() => setSure(false)}>
            Keep them
          </Button>
        )}
      </div>
      {busy && <p className="text-xs text-muted">Not while an answer is being written.</p>}
      {error && <FailureNotice error={error} />}
    </form>
  );
}
