"use client";
import { useQuery } from "@tanstack/react-query";
import { queryKeys } from "#components/api/query-keys.ts";
import { runQuery } from "#components/chat/run-query.ts";
import { useChanged } from "#components/streaming/use-changed.ts";
import { RateRun } from "./rate-run.tsx";

/** The thumbs of an answer in a conversation; nothing while its run is not known. */
export function RateAnswer({ runId }: { runId: string }) {
  const shownBy = queryKeys.run(runId);
  useChanged(shownBy);
  const { data: run } = useQuery(runQuery(runId));
  return run && <RateRun runId={runId} stored={run.rating} shownBy={shownBy} />;
}
