/**
 * The events of a run. Everything that streams, at every door, streams these.
 *
 * A run's log numbers them from 1 without gaps. Exactly one of `done` and `error` is the last.
 */
import { z } from "zod";
import { errorBody } from "./errors.ts";
import { pipelineContext } from "./pipeline-context.ts";
import { timing, usage } from "./usage.ts";

const origin = { run_id: z.string(), specialist_id: z.string() };

/** How the specialist was chosen. */
export const routed = z.object({
  by: z.enum(["name", "capability", "auto", "rule", "fallback"]),
  reason: z.string(),
});
export type Routed = z.infer<typeof routed>;

export const queuedEvent = z.object({
  type: z.literal("queued"),
  ...origin,
  /** Places in front of this run, itself included: 1 is the next to go. */
  position: z.number().int().positive(),
  estimated_wait_ms: z.number().nullable(),
});
export const startEvent = z.object({
  type: z.literal("start"),
  ...origin,
  request_id: z.string(),
  model: z.string(),
  provider: z.string(),
  session_id: z.string().nullable(),
  routed,
  warnings: z.array(z.string()),
});
export const thinkingEvent = z.object({ type: z.literal("thinking"), ...origin, data: z.string() });
export const contentEvent = z.object({ type: z.literal("content"), ...origin, data: z.string() });
/** Everything so far, for a reader whose cursor the log no longer reaches; it replaces what the reader has. */
export const snapshotEvent = z.object({
  type: z.literal("snapshot"),
  ...origin,
  content: z.string(),
  thinking: z.string(),
  seq: z.number().int().nonnegative(),
});
export const errorEvent = z.object({
  type: z.literal("error"),
  ...origin,
  error: errorBody.shape.error.omit({ request_id: true }),
  /** True when text was produced and kept. */
  partial: z.boolean(),
});
export const finishReason = z.enum(["stop", "length", "cancelled"]);
export type FinishReason = z.infer<typeof finishReason>;
export const doneEvent = z.object({
  type: z.literal("done"),
  ...origin,
  finish_reason: finishReason,
  tokens_used: z.number().nullable(),
  usage,
  timing,
  warnings: z.array(z.string()).optional(),
  /** Earlier messages of the session that the model was given; only in a session. */
  context_used: z.number().int().nonnegative().optional(),
  /** The context for the next stage; only when the request carried one. */
  context: pipelineContext.optional(),
});

export const runEvent = z.discriminatedUnion("type", [
  queuedEvent,
  startEvent,
  thinkingEvent,
  contentEvent,
  snapshotEvent,
  errorEvent,
  doneEvent,
]);
export type RunEvent = z.infer<typeof runEvent>;
export type QueuedEvent = z.infer<typeof queuedEvent>;
export type StartEvent = z.infer<typeof startEvent>;
export type DoneEvent = z.infer<typeof doneEvent>;
export type ErrorEvent = z.infer<typeof errorEvent>;
export type SnapshotEvent = z.infer<typeof snapshotEvent>;

/** An event with its place in the log. A snapshot's `seq` is that of the last event it stands for. */
export interface LoggedEvent {
  readonly seq: number;
  readonly event: RunEvent;
}

export const isFinalEvent = (event: RunEvent): event is DoneEvent | ErrorEvent =>
  event.type === "done" || event.type === "error";
