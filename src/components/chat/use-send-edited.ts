"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { hub } from "#components/api/hub-client.ts";
import { newId } from "#components/api/new-id.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { useTellSessions } from "#components/sessions/use-tell-sessions.ts";
import type { MessageView } from "#contract/session.ts";

/** Says a message of the reader's in other words, in a fork of what came before it, and goes there. */
export function useSendEdited(sessionId: string, { id, specialist_id }: MessageView) {
  const client = useQueryClient();
  const router = useRouter();
  const tell = useTellSessions();
  // A second try after a failed sending goes to the fork that is there already, and is the same message
  // as long as its words are.
  const fork = useRef<string | null>(null);
  const last = useRef({ message: "", id: "" });
  return useMutation({
    mutationFn: async (message: string) => {
      fork.current ??= (await hub.sessions.fork.mutate({ session_id: sessionId, before_message_id: id })).id;
      if (last.current.message !== message) last.current = { message, id: newId() };
      return hub.sessions.send.mutate({
        session_id: fork.current,
        message,
        client_message_id: last.current.id,
        ...(specialist_id && { specialist_id }),
      });
    },
    onSuccess: ({ session_id, run }) => {
      client.setQueryData(queryKeys.run(run.id), run);
      void tell(session_id);
      router.push(`/chat/${encodeURIComponent(session_id)}`);
    },
  });
}
