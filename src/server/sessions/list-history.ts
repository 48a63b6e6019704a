/** Every message to and from a specialist, over all of an actor's sessions, newest first. */
import type { HistoryPage, MessageView } from "#contract/session.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError, isAppError } from "#server/kernel/app-error.ts";
import type { MessageRow } from "./message-store.ts";
import { SearchBudget } from "./search-budget.ts";
import { createTextSearch } from "./search-text.ts";
import type { SessionDeps } from "./session-deps.ts";

const rowsAtOnce = 200;

export interface HistoryQuery {
  /** A name that resolves, or the id of a specialist that is gone from the registry. */
  readonly specialist: string;
  readonly q?: string | undefined;
  readonly limit: number;
  /** A message's id: those older than it. */
  readonly before?: string | undefined;
  /** Ends a search nobody waits for any more. */
  readonly signal?: AbortSignal | undefined;
}

/** Throws SPECIALIST_NOT_FOUND, AMBIGUOUS_NAME; NOT_FOUND for `before`. */
export async function listHistory(deps: SessionDeps, actor: Actor, query: HistoryQuery): Promise<HistoryPage> {
  const { messages } = deps;
  let after = null;
  if (query.before !== undefined) {
    after = await messages.findOwn(actor, query.before);
    if (!after) throw new AppError("NOT_FOUND", `There is no message ${query.before}.`);
  }
  const specialistId = await knownSpecialist(deps, actor, query.specialist);
  const q = query.q?.trim();
  if (q) return searchHistory(deps, actor, { specialistId, q, limit: query.limit, after, signal: query.signal });
  const rows = await messages.history(actor, specialistId, { after, limit: query.limit + 1 });
  const shown = rows.slice(0, query.limit);
  return {
    messages: shown.map((row) => historyView(deps, row)),
    next_cursor: rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null,
  };
}

async function searchHistory(
  deps: SessionDeps,
  actor: Actor,
  search: {
    specialistId: string;
    q: string;
    limit: number;
    after: { createdAt: Date; id: string } | null;
    signal: AbortSignal | undefined;
  },
): Promise<HistoryPage> {
  const text = createTextSearch(search.q);
  const budget = new SearchBudget(deps.clock, deps.searchBudgetMs, search.signal);
  const found: HistoryPage["messages"] = [];
  let after = search.after;
  let messages_read = 0;
  const stop = (complete: boolean, next_cursor: string | null): HistoryPage => ({
    messages: found,
    next_cursor,
    search: { complete, messages_read },
  });
  for (;;) {
    const rows = await deps.messages.history(actor, search.specialistId, { after, limit: rowsAtOnce });
    for (const row of rows) {
      if (found.length === search.limit) return stop(true, after?.id ?? null);
      const view = historyView(deps, row);
      messages_read += 1;
      if (text.find(view.content)) found.push(view);
      after = row;
      await budget.pause();
      if (budget.spent) return stop(false, row.id);
    }
    if (rows.length < rowsAtOnce) return stop(true, null);
  }
}

/** A damaged message is shown as failed, and logged. */
function historyView({ messages, log }: SessionDeps, row: MessageRow): MessageView & { session_id: string } {
  const session_id = row.sessionId;
  try {
    return { ...messages.toView(row), session_id };
  } catch (error) {
    log.error("a message cannot be read", error, { session_id });
    return { ...messages.toViewWithoutText(row), session_id };
  }
}

async function knownSpecialist(deps: SessionDeps, actor: Actor, name: string): Promise<string> {
  try {
    return deps.specialists.resolve(name).specialist.id;
  } catch (error) {
    if (!isAppError(error) || error.code !== "SPECIALIST_NOT_FOUND") throw error;
    if ((await deps.messages.history(actor, name, { after: null, limit: 1 })).length === 0) throw error;
    return name;
  }
}
