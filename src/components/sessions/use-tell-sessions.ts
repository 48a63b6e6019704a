"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { queryKeys } from "#components/api/query-keys.ts";
import { browserStreams } from "#components/streaming/browser-streams.ts";

/**
 * Says that a session has changed: its page and every list are read again, here and in the other tabs.
 * `gone`: this tab does not read the session itself again, which would only say that it is not there.
 */
export function useTellSessions() {
  const client = useQueryClient();
  return useCallback(
    (id: string, gone = false) => {
      for (const queryKey of [queryKeys.sessions, queryKeys.session(id)]) {
        browserStreams().postChanged(JSON.stringify(queryKey));
      }
      const list = client.invalidateQueries({ queryKey: queryKeys.sessions });
      const refetchType = gone ? "none" : "active";
      return Promise.all([list, client.invalidateQueries({ queryKey: queryKeys.session(id), refetchType })]);
    },
    [client],
  );
}
