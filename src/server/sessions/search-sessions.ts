/**
 * Searching titles and messages, which are sealed: each is opened and read, newest session first, until
 * the page is full or the time is spent. What was not reached, the next cursor goes on with.
 */
import type { SessionList } from "#contract/session.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { formatCursor, type SearchPlace } from "./list-cursor.ts";
import { listedView } from "./listed-view.ts";
import { SearchBudget } from "./search-budget.ts";
import { createTextSearch, type TextSearch } from "./search-text.ts";
import type { SessionDeps } from "./session-deps.ts";
import type { SessionFilter, SessionRow } from "./session-store.ts";

const sessionsAtOnce = 50;
const messagesAtOnce = 100;

interface Search {
  readonly q: string;
  readonly filter: SessionFilter;
  readonly limit: number;
  readonly at: SearchPlace | null;
  readonly signal: AbortSignal | undefined;
}

type Found = SessionList["sessions"][number];

export async function searchSessions(deps: SessionDeps, actor: Actor, search: Search): Promise<SessionList> {
  const reader = new Reader(deps, createTextSearch(search.q), search.signal);
  const sessions: Found[] = [];
  let at = search.at;
  const stopAt = (next_cursor: string | null, complete: boolean): SessionList => ({
    sessions,
    next_cursor,
    search: { complete, messages_read: reader.messagesRead },
  });
  if (at?.position) {
    // The session that the search before this one was in the middle of.
    const row = await deps.sessions.find(actor, at.id);
    const result = row && (await reader.search(row, at.position));
    if (result?.stoppedAt) return stopAt(formatCursor(at, result.stoppedAt), false);
    if (result?.found) sessions.push(result.found);
  }
  for (;;) {
    const rows = await deps.sessions.list(actor, search.filter, { after: at, limit: sessionsAtOnce });
    for (const row of rows) {
      if (sessions.length === search.limit && at) return stopAt(formatCursor(at), true);
      const result = await reader.search(row, null);
      if (result.stoppedAt) return stopAt(formatCursor(row, result.stoppedAt), false);
      if (result.found) sessions.push(result.found);
      at = { ...row, position: null };
      await reader.budget.pause();
      if (reader.budget.spent) return stopAt(formatCursor(at), false);
    }
    if (rows.length < sessionsAtOnce) return stopAt(null, true);
  }
}

class Reader {
  messagesRead = 0;
  readonly budget: SearchBudget;

  constructor(
    private readonly deps: SessionDeps,
    private readonly text: TextSearch,
    signal: AbortSignal | undefined,
  ) {
    this.budget = new SearchBudget(deps.clock, deps.searchBudgetMs, signal);
  }

  /**
   * The newest place in a session where the words are.
   * @param before a position to go on from; null begins with the title
   * @returns `stoppedAt` when the time was spent: messages before that position are still to be read
   */
  async search(row: SessionRow, before: number | null): Promise<{ found?: Found; stoppedAt?: number }> {
    const { messages } = this.deps;
    const view = listedView(this.deps, row);
    const inTitle = before === null && view.title !== null ? this.text.find(view.title) : null;
    if (inTitle) return { found: { ...view, match: { message_id: null, ...inTitle } } };
    let position = before;
    for (;;) {
      const page = (await messages.page(row.id, { before: position, limit: messagesAtOnce })).reverse();
      for (const message of page) {
        const match = this.#find(message);
        this.messagesRead += 1;
        if (match) return { found: { ...view, match: { message_id: message.id, ...match } } };
        await this.budget.pause();
        if (this.budget.spent && message.position > 1) return { stoppedAt: message.position };
      }
      if (page.length < messagesAtOnce) return {};
      position = page.at(-1)?.position ?? 0;
    }
  }

  /** A text that cannot be read has nothing in it to find. */
  #find(message: Parameters<SessionDeps["messages"]["textOf"]>[0]): { excerpt: string } | null {
    try {
      return this.text.find(this.deps.messages.textOf(message));
    } catch (error) {
      this.deps.log.error("a message cannot be read", error, { session_id: message.sessionId });
      return null;
    }
  }
}
