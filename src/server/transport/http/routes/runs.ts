/** `/api/v2/runs`: reading, re-attaching to and stopping runs. */

import { z } from "zod";
import { idText } from "#contract/id-text.ts";
import { runStatus } from "#contract/run-view.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { cancelRun } from "#server/runs/cancel-run.ts";
import { listRuns } from "#server/runs/list-runs.ts";
import { readRun } from "#server/runs/read-run.ts";
import { watchRun } from "#server/runs/watch-run.ts";
import { numberInQuery, pageSize } from "#server/transport/http/query.ts";
import { type Call, type Reply, route } from "#server/transport/http/route.ts";
import { sendEventStream } from "#server/transport/http/send-event-stream.ts";
import { readLastEventId } from "#server/transport/sse/last-event-id.ts";
import { encodeEvent, toFramesAtOnce } from "#server/transport/sse/run-frames.ts";

/** The events after a cursor, then live; 204 when the reader has them all, so that EventSource stops. */
export async function resumeRun(call: Call, at: { runId: string; after: number }): Promise<Reply> {
  const { hub, actor, signal } = call;
  const run = await readRun(hub.team, actor, at.runId);
  const ended = run.ended_at !== null && hub.team.live.find(actor, at.runId)?.ended !== false;
  if (ended && at.after >= run.last_seq) return { status: 204 };
  const events = watchRun(hub.team, actor, { ...at, signal });
  await sendEventStream(call, toFramesAtOnce(events, encodeEvent), { "x-run-id": at.runId });
  return undefined;
}

const runsQuery = z.object({
  status: runStatus.optional(),
  specialist_id: idText.optional(),
  session_id: idText.optional(),
  limit: pageSize.default(50),
  cursor: idText.optional(),
});

const afterQuery = z.object({ after: numberInQuery(z.number().int().min(0)).optional() });

export const runRoutes = [
  route({
    method: "GET",
    path: "/api/v2/runs",
    access: "user",
    query: runsQuery,
    handle: async ({ hub, actor, query }) => ({ json: await listRuns(hub.team, actor, query) }),
  }),
  route({
    method: "GET",
    path: "/api/v2/runs/:id",
    access: "user",
    handle: async ({ hub, actor, params }) => ({ json: await readRun(hub.team, actor, params.id ?? "") }),
  }),
  route({
    method: "GET",
    path: "/api/v2/runs/:id/stream",
    access: "user",
    query: afterQuery,
    handle: (call) => {
      const runId = call.params.id ?? "";
      const last = readLastEventId(call.req.headers["last-event-id"]);
      if (last && last.runId !== runId) {
        throw new AppError("BAD_REQUEST", "Last-Event-ID names another run than the address does.");
      }
      return resumeRun(call, { runId, after: last?.after ?? call.query.after ?? 0 });
    },
  }),
  route({
    method: "POST",
    path: "/api/v2/runs/:id/cancel",
    access: "user",
    handle: async ({ hub, actor, params }) => ({ json: await cancelRun(hub.team, actor, params.id ?? "") }),
  }),
];
