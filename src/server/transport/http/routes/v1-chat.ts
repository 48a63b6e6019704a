/** The original's `/api/chat/{id}/stream` and `/api/chat/team/stream`. */
import { z } from "zod";
import { messageText } from "#contract/message-text.ts";
import { v1PipelineContext } from "#contract/pipeline-context.ts";
import { maxTokens, temperature } from "#contract/run-request.ts";
import { sessionId } from "#contract/session.ts";
import { startRun } from "#server/runs/start-run.ts";
import { watchRun } from "#server/runs/watch-run.ts";
import { ensureSession } from "#server/sessions/ensure-session.ts";
import { booleanInQuery, jsonInQuery, numberInQuery } from "#server/transport/http/query.ts";
import { type Call, type Reply, route } from "#server/transport/http/route.ts";
import { sendEventStream } from "#server/transport/http/send-event-stream.ts";
import { openOrThrow, toFrames } from "#server/transport/sse/run-frames.ts";
import { createChunkEncoder } from "#server/transport/v1/chunk-encoder.ts";

const body = z.object({
  message: messageText,
  context_id: sessionId.nullish(),
  temperature: temperature.nullish(),
  max_tokens: maxTokens.nullish(),
  include_metadata: z.boolean().nullish(),
  context: v1PipelineContext.nullish(),
});

const query = body.extend({
  temperature: numberInQuery(temperature).optional(),
  max_tokens: numberInQuery(maxTokens).optional(),
  include_metadata: booleanInQuery.optional(),
  context: jsonInQuery(v1PipelineContext.nullish()).optional(),
});

async function chat(call: Call, asked: z.output<typeof body>): Promise<Reply> {
  const { hub, actor, params, requestId, signal } = call;
  const started = hub.clock.monotonic();
  const { specialist } = hub.team.specialists.resolve(params.id ?? "");
  const { message: content, context_id, include_metadata } = asked;
  // The original's clients keep one context for all they talk to.
  if (context_id) await ensureSession(hub.sessions, actor, context_id, { specialistId: specialist.id, shared: true });
  const { runId } = await startRun(hub.team, actor, {
    specialist: specialist.id,
    request: {
      content,
      temperature: asked.temperature ?? undefined,
      max_tokens: asked.max_tokens ?? undefined,
      session_id: context_id ?? undefined,
      context: asked.context ?? undefined,
    },
    requestId,
  });
  const events = await openOrThrow(watchRun(hub.team, actor, { runId, after: 0, signal }));
  const encode = createChunkEncoder({
    specialistId: specialist.id,
    name: specialist.name,
    metadata: include_metadata ?? true,
    elapsed: () => hub.clock.monotonic() - started,
  });
  await sendEventStream(call, toFrames(events, encode), { "x-run-id": runId });
  return undefined;
}

const path = "/api/chat/:id/stream";

export const v1ChatRoutes = [
  route({ method: "POST", path, access: "user", body, handle: (call) => chat(call, call.body) }),
  route({ method: "GET", path, access: "user", startsRun: true, query, handle: (call) => chat(call, call.query) }),
];
