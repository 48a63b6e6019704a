"use client";
import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { failureOf } from "#components/api/failure-of.ts";
import { type HubOutputs, hub } from "#components/api/hub-client.ts";
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
  const onSettled = useCallback(() => {
    void client.invalidateQueries({ queryKey: queryKeys.routerExamples });
    void client.invalidateQueries({ queryKey: queryKeys.routerState });
  }, [client]);
  /** Out of the lists it was in, before they are read again: it is not there to be taken a second time. */
  const drop = (_: unknown, id: string) =>
    client.setQueriesData<ExamplePages>({ queryKey: queryKeys.routerExamples }, (list) => list && without(list, id));
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
    onSuccess: drop,
    onSettled,
  });
  const { mutateAsync: take } = useMutation({
    mutationFn: (id: string) => hub.routing.removeExample.mutate({ id }),
    onSuccess: drop,
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
  /** Tells whether it is back. */
  const bringBack = useCallback(
    ({ id, text }: RoutingExample) =>
      restore(id).then(
        () => {
          say({ words: `“${shortened(text)}” is back.` });
          return true;
        },
        (error: unknown) => {
          say({ tone: "danger", words: `It is not brought back. ${failureOf(error).message}` });
          return false;
        },
      ),
    [restore, say],
  );
  return { add, edit, remove, bringBack };
}

type ExamplePages = InfiniteData<HubOutputs["routing"]["examples"]>;

function without(list: ExamplePages, id: string): ExamplePages {
  if (!list.pages.some(({ examples }) => examples.some((one) => one.id === id))) return list;
  const pages = list.pages.map((page) => ({
    ...page,
    total: page.total - 1,
    examples: page.examples.filter((one) => one.id !== id),
  }));
  return { ...list, pages };
}

const shownChars = 60;
const shortened = (text: string): string => (text.length > shownChars ? `${text.slice(0, shownChars)}…` : text);
