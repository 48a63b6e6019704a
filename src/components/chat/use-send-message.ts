"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { hub } from "#components/api/hub-client.ts";
import { newId } from "#components/api/new-id.ts";
import { queryKeys } from "#components/api/query-keys.ts";

interface Outgoing {
  readonly session_id?: string;
  readonly specialist_id: string;
  readonly content: string;
}

/** Sends one message. A second try of the same text carries the same id, so that the hub takes it once. */
export function useSendMessage() {
  const client = useQueryClient();
  const last = useRef({ content: "", id: "" });
  const { mutateAsync, isPending, error, reset } = useMutation({
    mutationFn: (message: Outgoing) => {
      if (last.current.content !== message.content) last.current = { content: message.content, id: newId() };
      return hub.chat.send.mutate({ ...message, client_message_id: last.current.id });
    },
    onSuccess: ({ run }) => {
      last.current = { content: "", id: "" };
      client.setQueryData(queryKeys.run(run.id), run);
      void client.invalidateQueries({ queryKey: queryKeys.sessions });
    },
  });
  /** The session's id, or null when the hub did not take the message; `error` then says why. */
  const send = (message: Outgoing): Promise<string | null> =>
    mutateAsync(message).then(
      ({ session_id }) => session_id,
      () => null,
    );
  return { send, busy: isPending, error, reset };
}
