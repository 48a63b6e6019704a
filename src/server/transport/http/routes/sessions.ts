/** `/api/v2/sessions`: conversations that last. */
import { z } from "zod";
import { idText } from "#contract/id-text.ts";
import { limits } from "#contract/limits.ts";
import {
  clearSessionRequest,
  createSessionRequest,
  forkSessionRequest,
  importSessionRequest,
  sessionId,
  sessionMessageRequest,
  sessionStatus,
  updateSessionRequest,
} from "#contract/session.ts";
import { clearSession } from "#server/sessions/clear-session.ts";
import { createSession } from "#server/sessions/create-session.ts";
import { deleteSession } from "#server/sessions/delete-session.ts";
import { exportSession } from "#server/sessions/export-session.ts";
import { forkSession } from "#server/sessions/fork-session.ts";
import { importSession } from "#server/sessions/import-session.ts";
import { listSessions } from "#server/sessions/list-sessions.ts";
import { readSession } from "#server/sessions/read-session.ts";
import { sendMessage } from "#server/sessions/send-message.ts";
import { updateSession } from "#server/sessions/update-session.ts";
import { streamRun, waitForRun, wholeAnswer } from "#server/transport/http/answer-run.ts";
import { parse } from "#server/transport/http/parse.ts";
import { pageSize } from "#server/transport/http/query.ts";
import { type Call, type Reply, route } from "#server/transport/http/route.ts";
import { sendDownload } from "#server/transport/http/send-download.ts";

const path = "/api/v2/sessions";

const sessionParams = z.object({ id: sessionId });
const idOf = ({ params }: Pick<Call, "params">): string => parse(sessionParams, params).id;

const listQuery = z.object({
  specialist_id: idText.optional(),
  q: z.string().max(limits.searchChars).optional(),
  status: sessionStatus.optional(),
  limit: pageSize.default(50),
  cursor: idText.optional(),
});

const pageQuery = z.object({ limit: pageSize.default(50), before: idText.optional() });

const messageBody = sessionMessageRequest.extend({ stream: z.boolean().default(false) });

async function message(call: Call<undefined, z.output<typeof messageBody>>): Promise<Reply> {
  const { hub, actor, requestId, body } = call;
  const { stream, ...request } = body;
  const sessionId = idOf(call);
  const { runId } = await sendMessage(hub.sessions, actor, { sessionId, request, requestId });
  if (stream) return streamRun(call, runId);
  const run = await waitForRun(call, runId);
  const message_count = await hub.sessions.messages.countUpTo(sessionId, runId);
  return { json: { ...wholeAnswer(run), message_count } };
}

export const sessionRoutes = [
  route({
    method: "POST",
    path,
    access: "user",
    body: createSessionRequest,
    handle: async ({ hub, actor, body }) => ({ status: 201, json: await createSession(hub.sessions, actor, body) }),
  }),
  route({
    method: "GET",
    path,
    access: "user",
    query: listQuery,
    handle: async ({ hub, actor, query, signal }) => ({
      json: await listSessions(hub.sessions, actor, { ...query, signal }),
    }),
  }),
  route({
    method: "POST",
    path: `${path}/import`,
    access: "user",
    body: importSessionRequest,
    bodyBytes: limits.importBytes,
    handle: async ({ hub, actor, body }) => ({ status: 201, json: await importSession(hub.sessions, actor, body) }),
  }),
  route({
    method: "GET",
    path: `${path}/:id`,
    access: "user",
    query: pageQuery,
    handle: async (call) => ({
      json: await readSession(call.hub.sessions, call.actor, { id: idOf(call), ...call.query }),
    }),
  }),
  route({
    method: "PATCH",
    path: `${path}/:id`,
    access: "user",
    body: updateSessionRequest,
    handle: async (call) => ({ json: await updateSession(call.hub.sessions, call.actor, idOf(call), call.body) }),
  }),
  route({
    method: "DELETE",
    path: `${path}/:id`,
    access: "user",
    handle: async (call) => {
      const id = idOf(call);
      await deleteSession(call.hub.sessions, call.actor, id);
      return { json: { status: "deleted", session_id: id } };
    },
  }),
  route({ method: "POST", path: `${path}/:id/message`, access: "user", body: messageBody, handle: message }),
  route({
    method: "POST",
    path: `${path}/:id/clear`,
    access: "user",
    body: clearSessionRequest,
    handle: async (call) => ({
      json: await clearSession(call.hub.sessions, call.actor, { id: idOf(call), keepLast: call.body.keep_last }),
    }),
  }),
  route({
    method: "POST",
    path: `${path}/:id/fork`,
    access: "user",
    body: forkSessionRequest,
    handle: async (call) => {
      const { at_message_id: atMessageId, id } = call.body;
      const fork = { sessionId: idOf(call), atMessageId, id };
      return { status: 201, json: await forkSession(call.hub.sessions, call.actor, fork) };
    },
  }),
  route({
    method: "GET",
    path: `${path}/:id/export`,
    access: "user",
    query: z.object({ format: z.enum(["json", "markdown"]).default("json") }),
    handle: async (call) => {
      const { format } = call.query;
      await sendDownload(call, await exportSession(call.hub.sessions, call.actor, { id: idOf(call), format }));
      return undefined;
    },
  }),
];
