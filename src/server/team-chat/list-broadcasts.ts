import type { BroadcastView } from "#contract/broadcast.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { toBroadcastView } from "./read-broadcast.ts";
import type { TeamDeps } from "./team-deps.ts";

/** The actor's broadcasts, newest first, a page at a time. */
export async function listBroadcasts(
  deps: TeamDeps,
  actor: Actor,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ broadcasts: BroadcastView[]; next_cursor: string | null }> {
  const found = await deps.broadcasts.list(actor, { ...page, limit: page.limit + 1 });
  const shown = found.slice(0, page.limit);
  return {
    broadcasts: shown.map((broadcast) => toBroadcastView(deps, actor, broadcast)),
    next_cursor: found.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}
