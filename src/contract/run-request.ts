/** What starts a run, over REST (v2) and every door built on it. */

import { z } from "zod";
import { idText } from "./id-text.ts";
import { messageText } from "./message-text.ts";
import { pipelineContext } from "./pipeline-context.ts";

export const disconnectPolicy = z.enum(["cancel", "continue"]);
export type DisconnectPolicy = z.infer<typeof disconnectPolicy>;

/** What a message does when its session is answering another: it is refused, or waits for its turn. */
export const ifBusy = z.enum(["reject", "queue"]);
export type IfBusy = z.infer<typeof ifBusy>;

export const temperature = z.number().min(0).max(2);
export const maxTokens = z.number().int().min(1).max(1_000_000);
export const clientMessageId = idText;

export const runRequest = z.object({
  content: messageText,
  temperature: temperature.optional(),
  max_tokens: maxTokens.optional(),
  session_id: idText.optional(),
  context: pipelineContext.optional(),
  model: z.string().min(1).max(200).optional(),
  client_message_id: clientMessageId.optional(),
  on_disconnect: disconnectPolicy.optional(),
  if_busy: ifBusy.optional(),
});
export type RunRequest = z.infer<typeof runRequest>;
