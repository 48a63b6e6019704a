import { AppError } from "#server/kernel/app-error.ts";

/** The run and the last event a reconnecting reader has; null without the header. Throws BAD_REQUEST. */
export function readLastEventId(header: string | string[] | undefined): { runId: string; after: number } | null {
  if (typeof header !== "string" || header === "") return null;
  const [, runId, seq] = /^(run_[a-z0-9]{1,64}):(\d{1,15})$/.exec(header) ?? [];
  if (!runId || !seq) throw new AppError("BAD_REQUEST", "Last-Event-ID must be {run_id}:{seq}, as the stream gave it.");
  return { runId, after: Number(seq) };
}
