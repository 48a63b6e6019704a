"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { hub } from "#components/api/hub-client.ts";
import { newId } from "#components/api/new-id.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { useTellSessions } from "#components/sessions/use-tell-sessions.ts";

export interface Outgoing {
  /** Absent: a conversation is begun with the message. */
  readonly sessionId?: string;
  readonly message: string;
  /** Who is asked; of a new conversation also whose it is. */
  readonly specialistId: string;
  /** Whether others may be asked in a new conversation. */
  readonly shared?: boolean;
}

interface Attempt {
  readonly what: string;
  readonly sessionId: string;
  readonly clientMessageId: string;
}

/** Sends one message, behind the answer that is being written if there is one. A second try of the same carries the same ids, so that the hub takes it once. */
export function useSendMessage() {
  const client = useQueryClient();
  const tell = useTellSessions();
  const last = useRef<Attempt | null>(null);
  const { mutateAsync, isPending, error, reset } = useMutation({
    mutationFn: (outgoing: Outgoing) => {
      const { sessionId = `sess_${newId()}`, message, specialistId, shared = false } = outgoing;
      const what = JSON.stringify(outgoing);
      if (last.current?.what !== what) last.current = { what, sessionId, clientMessageId: newId() };
      return hub.sessions.send.mutate({
        session_id: last.current.sessionId,
        message,
        client_message_id: last.current.clientMessageId,
        specialist_id: specialistId,
        if_busy: "queue",
        ...(!outgoing.sessionId && { begin: { specialist_id: specialistId, shared } }),
      });
    },
    onSuccess: ({ session_id, run }) => {
      last.current = null;
      client.setQueryData(queryKeys.run(run.id), run);
      return tell(session_id);
    },
  });
  /** The session's id, or null when the hub did not take the message; `error` then says why. */
  const send = (outgoing: Outgoing): Promise<string | null> =>
    mutateAsync(outgoing).then(
      ({ session_id }) => session_id,
      () => null,
    );
  return { send, busy: isPending, error, reset };
}
