/** One message to several specialists: a lane each, every lane a run. */

import { z } from "zod";
import { idText } from "./id-text.ts";
import { limits } from "./limits.ts";
import { messageText } from "./message-text.ts";
import { pipelineContext } from "./pipeline-context.ts";
import { maxTokens, temperature } from "./run-request.ts";
import { runView } from "./run-view.ts";

export const broadcastRequest = z.object({
  message: messageText,
  /** Names that resolve; absent: every enabled specialist. The same one twice is two lanes. */
  specialists: z.array(idText).min(1).max(limits.lanes).optional(),
  temperature: temperature.optional(),
  max_tokens: maxTokens.optional(),
  /** Given to every lane. */
  context: pipelineContext.optional(),
});
export type BroadcastRequest = z.infer<typeof broadcastRequest>;

export const broadcastView = z.object({
  id: z.string(),
  message: z.string(),
  created_at: z.string(),
  /** In a stable order: that of the request. A retried lane shows its newest run. */
  lanes: z.array(z.object({ lane_id: z.string(), specialist_id: z.string(), run: runView })),
});
export type BroadcastView = z.infer<typeof broadcastView>;
