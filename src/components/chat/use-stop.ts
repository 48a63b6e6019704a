"use client";
import { useMutation } from "@tanstack/react-query";
import { hub } from "#components/api/hub-client.ts";
import { useTellSessions } from "#components/sessions/use-tell-sessions.ts";
import { browserStreams } from "#components/streaming/browser-streams.ts";

/** Stops a run of a session, or takes it out of the line. */
export function useStop(sessionId: string) {
  const tell = useTellSessions();
  return useMutation({
    mutationFn: (run_id: string) => hub.runs.cancel.mutate({ run_id }),
    onSuccess: (view) => {
      browserStreams().learn(view);
      void tell(sessionId);
    },
  });
}
