"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { failureOf } from "#components/api/failure-of.ts";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { usePassingNotice } from "#components/ui/passing-notices.tsx";
import type { RoutingExample } from "#contract/routing.ts";

export interface ExampleWords {
  readonly capability: string;
  readonly text: string;
}

/** What an admin does to the examples; after each, what is shown of them is read again. */
export function useExampleChanges() {
  const client = useQueryClient();
  const say = usePassingNotice();
  const onSettled = useCallback(
    () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.routerExamples }),
        client.invalidateQueries({ queryKey: queryKeys.routerState }),
      ]),
    [client],
  );
  const { mutateAsync: add } = useMutation({
    mutationFn: (words: ExampleWords) => hub.routing.addExample.mutate(words),
    onSettled,
  });
  const { mutateAsync: edit } = useMutation({
    mutationFn: (edited: ExampleWords & { id: string }) => hub.routing.editExample.mutate(edited),
    onSettled,
  });
  const { mutateAsync: restore } = useMutation({
    mutationFn: (id: string) => hub.routing.restoreExample.mutate({ id }),
    onSettled,
  });
  const { mutateAsync: take } = useMutation({
    mutationFn: (id: string) => hub.routing.removeExample.mutate({ id }),
    onSettled,
  });
  /** Takes one out and offers to undo that. Tells whether it is out. */
  const remove = useCallback(
    ({ id, capability, text, origin }: RoutingExample) =>
      take(id).then(
        () => {
          const undo = () => (origin === "shipped" ? restore(id) : add({ capability, text }));
          say({ words: `Took out “${shortened(text)}”.`, undo });
          return true;
        },
        (error: unknown) => {
          say({ tone: "danger", words: `The example is still there. ${failureOf(error).message}` });
          return false;
        },
      ),
    [take, restore, add, say],
  );
  const bringBack = useCallback(
    ({ id, text }: RoutingExample) =>
      restore(id).then(
        () => say({ words: `“${shortened(text)}” is back.` }),
        (error: unknown) => say({ tone: "danger", words: `It is not brought back. ${failureOf(error).message}` }),
      ),
    [restore, say],
  );
  return { add, edit, remove, bringBack };
}

const shownChars = 60;
const shortened = (text: string): string => (text.length > shownChars ? `${text.slice(0, shownChars)}…` : text);
