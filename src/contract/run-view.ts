/** A run as the API shows it, while it goes on and afterwards. */
import { z } from "zod";
import { pipelineContext } from "./pipeline-context.ts";
import { rating } from "./registry.ts";
import { errorEvent, finishReason, routed } from "./run-events.ts";
import { timing, usage } from "./usage.ts";

export const runStatus = z.enum(["queued", "running", "completed", "failed", "cancelled", "interrupted"]);
export type RunStatus = z.infer<typeof runStatus>;

export const runView = z.object({
  id: z.string(),
  status: runStatus,
  specialist_id: z.string(),
  session_id: z.string().nullable(),
  /** The broadcast and the lane in it, when the run is part of one. */
  broadcast_id: z.string().nullable(),
  lane_id: z.string().nullable(),
  provider: z.string(),
  model: z.string(),
  routed,
  content: z.string(),
  thinking: z.string(),
  finish_reason: finishReason.nullable(),
  error: errorEvent.shape.error.nullable(),
  warnings: z.array(z.string()),
  usage,
  tokens_used: z.number().nullable(),
  timing,
  context: pipelineContext.nullable(),
  /** Earlier messages of its session that the model was given; null outside a session and before it was asked. */
  context_used: z.number().int().nonnegative().nullable(),
  /** What its owner thinks of the answer; null: nothing was said. */
  rating: rating.shape.value,
  /** The last event of the log so far; `after=` this gives what is new. */
  last_seq: z.number().int().nonnegative(),
  created_at: z.string(),
  ended_at: z.string().nullable(),
});
export type RunView = z.infer<typeof runView>;
