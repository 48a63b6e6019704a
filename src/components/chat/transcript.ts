/** A conversation as a page has it: its newest messages, and as many of the ones before as were read. */
import type { MessageView, SessionPage, SessionView } from "#contract/session.ts";

export interface Transcript {
  readonly session: SessionView;
  /** Without gaps up to the newest, oldest first. */
  readonly messages: readonly MessageView[];
  /** Where the messages before these are to be had; null when these begin with the first. */
  readonly cursor: string | null;
}

/** The transcript with its newest page read again. What was read before it stays, unless messages are missing between the two or were cleared. */
export function mergeNewest(
  known: Transcript | undefined,
  { messages, next_cursor, ...session }: SessionPage,
): Transcript {
  const fresh = { session, messages, cursor: next_cursor };
  const first = messages[0];
  const at = known?.messages.findIndex(({ id }) => id === first?.id) ?? -1;
  if (!known || at <= 0 || at + messages.length > session.message_count) return fresh;
  return { session, messages: [...known.messages.slice(0, at), ...messages], cursor: known.cursor };
}

/** The transcript with the page before it; unchanged when the page belongs before another message. */
export function mergeOlder(known: Transcript, before: string, { messages, next_cursor }: SessionPage): Transcript {
  if (known.cursor !== before) return known;
  return { ...known, messages: [...messages, ...known.messages], cursor: next_cursor };
}
