"use client";
import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { failureOf } from "#components/api/failure-of.ts";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { usePassingNotice } from "#components/ui/passing-notices.tsx";
import type { SessionList } from "#contract/session.ts";
import { useTellSessions } from "./use-tell-sessions.ts";

interface Named {
  readonly id: string;
  readonly title: string | null;
}

/**
 * Deletes a session and offers to undo that, in a notice that stays while the reader goes to another page.
 * Tells whether it is deleted; when not, a notice has said why.
 */
export function useDeleteSession(): (session: Named) => Promise<boolean> {
  const client = useQueryClient();
  const say = usePassingNotice();
  const tell = useTellSessions();
  const { mutateAsync: remove } = useMutation({
    mutationFn: (id: string) => hub.sessions.remove.mutate({ session_id: id }),
    onSuccess: (_, id) => {
      client.setQueriesData<InfiniteData<SessionList>>({ queryKey: queryKeys.sessions }, (list) => without(list, id));
      void tell(id, true);
    },
    // It may be gone already.
    onError: (_, id) => void tell(id),
  });
  const { mutateAsync: restore } = useMutation({
    mutationFn: (id: string) => hub.sessions.restore.mutate({ session_id: id }),
    onSuccess: (_, id) => void tell(id),
  });
  return useCallback(
    ({ id, title }) =>
      remove(id).then(
        () => {
          say({ words: `Deleted “${title ?? id}”.`, undo: () => restore(id) });
          return true;
        },
        (error: unknown) => {
          say({ tone: "danger", words: `“${title ?? id}” is not deleted. ${failureOf(error).message}` });
          return false;
        },
      ),
    [remove, restore, say],
  );
}

const without = (list: InfiniteData<SessionList> | undefined, id: string) =>
  list && {
    ...list,
    pages: list.pages.map((page) => ({ ...page, sessions: page.sessions.filter((one) => one.id !== id) })),
  };
