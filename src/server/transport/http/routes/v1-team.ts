/** The original's `/api/chat/team/stream`: every lane's pieces on one stream, as each produces them. */

import { z } from "zod";
import { idText } from "#contract/id-text.ts";
import { limits } from "#contract/limits.ts";
import { messageText } from "#contract/message-text.ts";
import { v1PipelineContext } from "#contract/pipeline-context.ts";
import { maxTokens, temperature } from "#contract/run-request.ts";
import { watchRuns } from "#server/runs/watch-runs.ts";
import { readBroadcast } from "#server/team-chat/read-broadcast.ts";
import { startBroadcast } from "#server/team-chat/start-broadcast.ts";
import { type Call, route } from "#server/transport/http/route.ts";
import { sendEventStream } from "#server/transport/http/send-event-stream.ts";
import { createTeamEncoder } from "#server/transport/v1/team-encoder.ts";

const body = z.object({
  message: messageText,
  specialists: z.array(idText).max(limits.lanes).nullish(),
  temperature: temperature.nullish(),
  max_tokens: maxTokens.nullish(),
  context: v1PipelineContext.nullish(),
});

async function* teamFrames(call: Call, broadcastId: string): AsyncGenerator<string> {
  const { hub, actor, signal } = call;
  const started = hub.clock.monotonic();
  const { lanes } = await readBroadcast(hub.team, actor, broadcastId);
  const encoder = createTeamEncoder(
    lanes.map(({ lane_id, specialist_id }) => ({
      specialistId: specialist_id,
      name: hub.specialists.all().find((s) => s.id === specialist_id)?.name ?? lane_id,
    })),
    () => hub.clock.monotonic() - started,
  );
  const runs = lanes.map(({ run }) => ({ run_id: run.id, after: 0 }));
  for await (const { index, item } of watchRuns(hub.team, actor, { runs, signal })) {
    yield item.map((entry) => encoder.lane(index, entry)).join("");
  }
  if (!signal.aborted) yield encoder.complete();
}

export const v1TeamRoutes = [
  route({
    method: "POST",
    path: "/api/chat/team/stream",
    access: "user",
    body,
    handle: async (call) => {
      const { hub, actor, requestId } = call;
      const { message, specialists, temperature, max_tokens, context } = call.body;
      const broadcastId = await startBroadcast(hub.team, actor, {
        request: {
          message,
          specialists: specialists?.length ? specialists : undefined,
          temperature: temperature ?? undefined,
          max_tokens: max_tokens ?? undefined,
          context: context ?? undefined,
        },
        requestId,
        onDisconnect: "cancel",
      });
      await sendEventStream(call, teamFrames(call, broadcastId), { "x-request-id": requestId });
      return undefined;
    },
  }),
];
