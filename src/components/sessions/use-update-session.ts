"use client";
import { useMutation } from "@tanstack/react-query";
import { hub } from "#components/api/hub-client.ts";
import type { UpdateSessionRequest } from "#contract/session.ts";
import { useTellSessions } from "./use-tell-sessions.ts";

interface SessionChange extends UpdateSessionRequest {
  readonly session_id: string;
}

/** Changes a session; done when the lists show it. */
export function useUpdateSession() {
  const tell = useTellSessions();
  return useMutation({
    mutationFn: (change: SessionChange) => hub.sessions.update.mutate(change),
    onSuccess: ({ id }) => tell(id),
  });
}
