/** Conversations kept by the hub: what makes, changes and continues one, and how it is shown. */
import { z } from "zod";
import { idText } from "./id-text.ts";
import { limits } from "./limits.ts";
import { messageText } from "./message-text.ts";
import { pipelineContext } from "./pipeline-context.ts";
import { clientMessageId, ifBusy, maxTokens, temperature } from "./run-request.ts";

export const sessionId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "must be 1 to 64 letters, digits, _ or -, the first a letter or digit");

/** Message pairs a specialist is given; 0 gives all. */
const contextWindow = z.number().int().min(0).max(limits.contextWindow);
const ttlSeconds = z.number().int().min(1).max(limits.ttlSeconds);
const title = z.string().trim().min(1).max(limits.titleChars);
/** The caller's own notes on a session, kept sealed and never read. */
const metadata = z
  .record(z.string(), z.unknown())
  .refine((value) => JSON.stringify(value).length <= limits.metadataChars, {
    message: `must be at most ${limits.metadataChars} characters of JSON`,
  });

const settings = {
  context_window: contextWindow.default(10),
  ttl_seconds: ttlSeconds.default(3600),
  title: title.nullish(),
  shared: z.boolean().default(false),
  metadata: metadata.default({}),
};

export const createSessionRequest = z.object({
  /** Any name that resolves. */
  specialist_id: idText,
  id: sessionId.optional(),
  ...settings,
});
export type CreateSessionRequest = z.infer<typeof createSessionRequest>;

export const updateSessionRequest = z
  .object({
    title: title.nullable(),
    context_window: contextWindow,
    ttl_seconds: ttlSeconds,
    metadata,
    shared: z.boolean(),
  })
  .partial();
export type UpdateSessionRequest = z.infer<typeof updateSessionRequest>;

export const sessionMessageRequest = z.object({
  message: messageText,
  temperature: temperature.optional(),
  max_tokens: maxTokens.optional(),
  /** Another than the session's own needs a shared session. */
  specialist_id: idText.optional(),
  context: pipelineContext.optional(),
  client_message_id: clientMessageId.optional(),
  if_busy: ifBusy.optional(),
});
export type SessionMessageRequest = z.infer<typeof sessionMessageRequest>;

export const clearSessionRequest = z.object({
  /** Message pairs to keep, the newest ones. */
  keep_last: z.number().int().min(0).max(limits.contextWindow).default(0),
});

export const forkSessionRequest = z.object({
  /** The last message to take along; absent: all. */
  at_message_id: idText.optional(),
  id: sessionId.optional(),
});

export const messageRole = z.enum(["user", "assistant"]);
export const messageStatus = z.enum(["complete", "partial", "failed"]);

export const messageView = z.object({
  id: z.string(),
  role: messageRole,
  /** Who said it, or of a user's message, who was asked. */
  specialist_id: z.string().nullable(),
  content: z.string(),
  /** `partial`: still being written, or ended before its end; `failed`: nothing came. */
  status: messageStatus,
  run_id: z.string().nullable(),
  timestamp: z.string(),
});
export type MessageView = z.infer<typeof messageView>;

export const sessionStatus = z.enum(["active", "expired"]);

export const sessionView = z.object({
  id: z.string(),
  specialist_id: z.string(),
  title: z.string().nullable(),
  status: sessionStatus,
  shared: z.boolean(),
  context_window: z.number().int().nonnegative(),
  ttl_seconds: z.number().int().positive(),
  metadata: z.record(z.string(), z.unknown()),
  message_count: z.number().int().nonnegative(),
  /** The newest run that has not ended; null when a message would be taken at once. */
  busy_run_id: z.string().nullable(),
  created_at: z.string(),
  /** When a message was last taken or answered; reading does not count. */
  last_activity: z.string(),
  /** Every use moves it. */
  expires_at: z.string(),
});
export type SessionView = z.infer<typeof sessionView>;

/** Where a search found its words: in the title when `message_id` is null. */
export const searchMatch = z.object({ message_id: z.string().nullable(), excerpt: z.string() });

/** How far a search went. An incomplete one ran out of time: `next_cursor` goes on from there. */
export const searchReport = z.object({ complete: z.boolean(), messages_read: z.number().int().nonnegative() });
export type SearchReport = z.infer<typeof searchReport>;

export const sessionList = z.object({
  sessions: z.array(sessionView.extend({ match: searchMatch.optional() })),
  next_cursor: z.string().nullable(),
  search: searchReport.optional(),
});
export type SessionList = z.infer<typeof sessionList>;

/** A page of messages, oldest first; `next_cursor` is the `before` of the page with the ones before them. */
export const sessionPage = sessionView.extend({
  messages: z.array(messageView),
  next_cursor: z.string().nullable(),
});
export type SessionPage = z.infer<typeof sessionPage>;

/** Newest first; `next_cursor` is the `before` of the next page. */
export const historyPage = z.object({
  messages: z.array(messageView.extend({ session_id: z.string() })),
  next_cursor: z.string().nullable(),
  search: searchReport.optional(),
});
export type HistoryPage = z.infer<typeof historyPage>;

export const sessionFormat = "tekton-session";

/** What an export is and an import takes. */
export const sessionDocument = z.object({
  format: z.literal(sessionFormat),
  version: z.literal(1),
  exported_at: z.iso.datetime().optional(),
  session: z.object({ specialist_id: idText, created_at: z.iso.datetime().optional(), ...settings }),
  messages: z.array(
    z.object({
      role: messageRole,
      specialist_id: idText.nullish(),
      content: z.string().max(limits.answerChars),
      status: messageStatus.default("complete"),
      timestamp: z.iso.datetime().optional(),
    }),
  ),
});
export type SessionDocument = z.infer<typeof sessionDocument>;

/** An export, and the id the session shall have here; absent: a new one. */
export const importSessionRequest = sessionDocument.extend({ id: sessionId.optional() });
