/** The original's `/api/ai/specialists`. */
import { z } from "zod";
import { messageText } from "#contract/message-text.ts";
import { v1PipelineContext } from "#contract/pipeline-context.ts";
import { temperature } from "#contract/run-request.ts";
import { startRun } from "#server/runs/start-run.ts";
import { changeSpecialist } from "#server/specialists/change-specialist.ts";
import { waitForRun } from "#server/transport/http/answer-run.ts";
import { booleanInQuery } from "#server/transport/http/query.ts";
import { type Call, route } from "#server/transport/http/route.ts";
import { toV1Specialist } from "#server/transport/v1/specialist-row.ts";

const path = "/api/ai/specialists";

const named = ({ hub, params }: Pick<Call, "hub" | "params">) =>
  hub.team.specialists.resolve(params.id ?? "").specialist;

export const v1SpecialistRoutes = [
  route({
    method: "GET",
    path,
    access: "user",
    query: z.object({ active_only: booleanInQuery.optional(), role_filter: z.string().max(200).optional() }),
    handle: ({ hub, query }) => {
      const wanted = query.role_filter?.toLowerCase();
      const specialists = hub.specialists
        .all()
        .filter((s) => (!query.active_only || s.enabled) && (!wanted || s.role.toLowerCase().includes(wanted)))
        .map((s) => toV1Specialist(hub, s));
      return { json: { count: specialists.length, specialists } };
    },
  }),
  route({
    method: "GET",
    path: `${path}/:id`,
    access: "user",
    handle: (call) => ({ json: toV1Specialist(call.hub, named(call)) }),
  }),
  route({
    method: "POST",
    path: `${path}/:id/message`,
    access: "user",
    body: z.object({
      message: messageText,
      temperature: temperature.nullish(),
      context: v1PipelineContext.nullish(),
    }),
    handle: async (call) => {
      const { hub, actor, body, params, requestId } = call;
      const { message: content, temperature, context } = body;
      const { runId } = await startRun(hub.team, actor, {
        specialist: params.id ?? "",
        request: { content, temperature: temperature ?? undefined, context: context ?? undefined },
        requestId,
      });
      const run = await waitForRun(call, runId);
      return {
        json: {
          response: run.content,
          content: run.content,
          specialist_id: run.specialist_id,
          model: run.model,
          usage: {
            prompt_tokens: run.usage.prompt_tokens.value,
            completion_tokens: run.usage.completion_tokens.value,
          },
        },
      };
    },
  }),
  route({
    method: "POST",
    path: `${path}/:id/activate`,
    access: "admin",
    handle: async (call) => {
      const { id } = named(call);
      await changeSpecialist(call.hub.registry, call.actor, { id, fields: { enabled: true } });
      return { json: { status: "success", specialist_id: id, active: true } };
    },
  }),
];
