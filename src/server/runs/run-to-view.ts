/** A live run as the API shows it. */

import type { RunView } from "#contract/run-view.ts";
import { tokensUsed } from "#contract/usage.ts";
import type { LiveRun } from "./live-run.ts";

export function runToView(run: LiveRun): RunView {
  const { identity } = run;
  return {
    id: identity.id,
    status: run.status,
    specialist_id: identity.specialistId,
    session_id: identity.sessionId,
    broadcast_id: identity.broadcastId,
    lane_id: identity.laneId,
    provider: identity.provider,
    model: identity.model,
    routed: identity.routed,
    content: run.content,
    thinking: run.thinking,
    finish_reason: run.finishReason,
    error: run.error,
    warnings: [...run.warnings],
    usage: run.usage,
    tokens_used: tokensUsed(run.usage),
    timing: run.timing,
    context: identity.context,
    context_used: run.contextUsed,
    rating: run.rating,
    last_seq: run.seq,
    created_at: new Date(identity.createdAt).toISOString(),
    ended_at: run.endedAt === null ? null : new Date(run.endedAt).toISOString(),
  };
}
