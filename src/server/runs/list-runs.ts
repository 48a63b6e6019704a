import type { RunStatus, RunView } from "#contract/run-view.ts";
import type { Actor } from "#server/kernel/actor.ts";
import type { LiveRuns } from "./live-runs.ts";
import { withLiveText } from "./read-run.ts";
import type { RunStore } from "./run-store.ts";

export interface RunQuery {
  readonly status?: RunStatus | undefined;
  readonly specialist_id?: string | undefined;
  readonly session_id?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The actor's runs, newest first, a page at a time. */
export async function listRuns(
  deps: { readonly live: LiveRuns; readonly store: RunStore },
  actor: Actor,
  query: RunQuery,
): Promise<{ runs: RunView[]; next_cursor: string | null }> {
  const rows = await deps.store.list(actor, { ...query, limit: query.limit + 1 });
  const runs = withLiveText(deps.live, actor, rows.slice(0, query.limit));
  return { runs, next_cursor: rows.length > query.limit ? (runs.at(-1)?.id ?? null) : null };
}
