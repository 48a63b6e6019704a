"use client";
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { browserStreams } from "./browser-streams.ts";

const topicOf = (queryKey: QueryKey): string => JSON.stringify(queryKey);

/** Says to the other tabs that what is read under `queryKey` has changed; this one knows it already. */
export const tellTabs = (queryKey: QueryKey): void => browserStreams().postChanged(topicOf(queryKey));

/**
 * Keeps the list under `queryKey` fresh across tabs: reads it again when another tab says that it
 * changed. The returned function says so to the others, and reads it again here.
 */
export function useChanged(queryKey: QueryKey): () => void {
  const client = useQueryClient();
  const topic = topicOf(queryKey);
  const reread = useCallback(() => void client.invalidateQueries({ queryKey: JSON.parse(topic) }), [client, topic]);
  useEffect(() => browserStreams().onChanged(topic, reread), [topic, reread]);
  return useCallback(() => {
    browserStreams().postChanged(topic);
    reread();
  }, [topic, reread]);
}
