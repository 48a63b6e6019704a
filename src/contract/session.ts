/** A conversation kept by the server, as far as the chat shows it. */
import { z } from "zod";

export const sessionId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "1 to 64 letters, digits, _ or -, the first a letter or digit");

export const messageStatus = z.enum(["complete", "partial", "failed"]);

export const messageView = z.object({
  id: z.string(),
  role: z.enum(["user", "assistant"]),
  specialist_id: z.string().nullable(),
  content: z.string(),
  /** `partial`: still being written, or ended before its end; `failed`: nothing came. */
  status: messageStatus,
  run_id: z.string().nullable(),
  timestamp: z.string(),
});
export type MessageView = z.infer<typeof messageView>;

export const sessionView = z.object({
  id: z.string(),
  specialist_id: z.string(),
  title: z.string().nullable(),
  last_activity: z.string(),
  message_count: z.number().int().nonnegative(),
});
export type SessionView = z.infer<typeof sessionView>;
