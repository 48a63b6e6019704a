/**
 * A session as a file: JSON that an import takes back, or Markdown to read. Given out page by page, so
 * that no conversation is too long. An expired session can be exported, too.
 */
import { type MessageView, type SessionView, sessionFormat } from "#contract/session.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { findSession } from "./find-session.ts";
import type { MessageRow } from "./message-store.ts";
import type { SessionDeps } from "./session-deps.ts";

export type ExportFormat = "json" | "markdown";

export interface SessionExport {
  readonly fileName: string;
  readonly contentType: string;
  readonly text: AsyncGenerator<string>;
}

const pageRows = 200;

/** Throws SESSION_NOT_FOUND. */
export async function exportSession(
  deps: SessionDeps,
  actor: Actor,
  { id, format }: { readonly id: string; readonly format: ExportFormat },
): Promise<SessionExport> {
  const session = deps.sessions.toView(await findSession(deps, actor, id));
  const messages = allMessages(deps, id);
  return format === "json"
    ? { fileName: `${id}.json`, contentType: "application/json", text: toJson(deps, session, messages) }
    : { fileName: `${id}.md`, contentType: "text/markdown; charset=utf-8", text: toMarkdown(deps, session, messages) };
}

/** Oldest first. */
async function* allMessages({ messages }: SessionDeps, sessionId: string): AsyncGenerator<MessageView> {
  for (let after = 0; ; ) {
    const page: MessageRow[] = await messages.pageAfter(sessionId, { after, limit: pageRows });
    for (const row of page) yield messages.toView(row);
    if (page.length < pageRows) return;
    after = page.at(-1)?.position ?? 0;
  }
}

async function* toJson(
  { clock }: SessionDeps,
  session: SessionView,
  messages: AsyncGenerator<MessageView>,
): AsyncGenerator<string> {
  const { id, specialist_id, title, context_window, ttl_seconds, shared, metadata, created_at } = session;
  const head = {
    format: sessionFormat,
    version: 1,
    exported_at: new Date(clock.now()).toISOString(),
    session: { id, specialist_id, title, context_window, ttl_seconds, shared, metadata, created_at },
  };
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "messages": [`;
  let separator = "\n";
  for await (const { role, specialist_id, content, status, timestamp } of messages) {
    yield `${separator}    ${JSON.stringify({ role, specialist_id, content, status, timestamp })}`;
    separator = ",\n";
  }
  yield "\n  ]\n}\n";
}

/** What an answer that is not whole says of itself. */
const marks = { complete: "", partial: " (cut short)", failed: " (no answer)" } as const;

async function* toMarkdown(
  { specialists }: SessionDeps,
  session: SessionView,
  messages: AsyncGenerator<MessageView>,
): AsyncGenerator<string> {
  const nameOf = (id: string | null) => {
    try {
      return id === null ? "Assistant" : specialists.resolve(id).specialist.name;
    } catch {
      return id ?? "";
    }
  };
  yield `# ${session.title ?? "Conversation"}\n\n`;
  yield `With ${nameOf(session.specialist_id)}, begun ${session.created_at}\n`;
  for await (const { role, specialist_id, content, status, timestamp } of messages) {
    const who = role === "user" ? "You" : `${nameOf(specialist_id)}${marks[status]}`;
    yield `\n## ${who}, ${timestamp}\n\n${content}\n`;
  }
}
