import { z } from "zod";
import { idText } from "#contract/id-text.ts";
import { limits } from "#contract/limits.ts";
import {
  clearSessionRequest,
  createSessionRequest,
  forkSessionRequest,
  sessionId,
  sessionMessageRequest,
  sessionStatus,
  updateSessionRequest,
} from "#contract/session.ts";
import { readRun } from "#server/runs/read-run.ts";
import { clearSession } from "#server/sessions/clear-session.ts";
import { createSession } from "#server/sessions/create-session.ts";
import { binSession, restoreSession } from "#server/sessions/delete-session.ts";
import { ensureSession } from "#server/sessions/ensure-session.ts";
import { forkSession } from "#server/sessions/fork-session.ts";
import { listSessions } from "#server/sessions/list-sessions.ts";
import { readSession } from "#server/sessions/read-session.ts";
import { retryAnswer } from "#server/sessions/retry-answer.ts";
import { sendMessage } from "#server/sessions/send-message.ts";
import { updateSession } from "#server/sessions/update-session.ts";
import { procedure, router } from "./trpc.ts";

const oneSession = z.object({ session_id: sessionId });
const pageRows = z.number().int().min(1).max(limits.pageRows);

const listInput = z.object({
  specialist_id: idText.optional(),
  q: z.string().max(limits.searchChars).optional(),
  status: sessionStatus.optional(),
  limit: pageRows.default(30),
  cursor: idText.optional(),
});

const sendInput = sessionMessageRequest.extend({
  session_id: sessionId,
  /** How to make the session when there is none of this id: what a page begins is begun once. */
  begin: z.object({ specialist_id: idText, shared: z.boolean().default(false) }).optional(),
});

export const sessionsRouter = router({
  list: procedure
    .input(listInput)
    .query(({ ctx: { hub, actor }, input, signal }) => listSessions(hub.sessions, actor, { ...input, signal })),
  /** With a page of messages; the cursor is a message's id, for those before it. */
  get: procedure
    .input(oneSession.extend({ limit: pageRows.default(50), cursor: idText.optional() }))
    .query(({ ctx: { hub, actor }, input: { session_id, limit, cursor } }) =>
      readSession(hub.sessions, actor, { id: session_id, limit, before: cursor }),
    ),
  create: procedure
    .input(createSessionRequest)
    .mutation(({ ctx: { hub, actor }, input }) => createSession(hub.sessions, actor, input)),
  send: procedure
    .input(sendInput)
    .mutation(async ({ ctx: { hub, actor, requestId }, input: { session_id, begin, ...request } }) => {
      const chosen = begin && (await hub.team.specialists.choose(begin.specialist_id, request.message));
      const specialistId = chosen?.candidates[0]?.specialist.id;
      if (specialistId) {
        await ensureSession(hub.sessions, actor, session_id, { specialistId, shared: begin?.shared ?? false });
      }
      const { runId } = await sendMessage(hub.sessions, actor, { sessionId: session_id, request, requestId, chosen });
      return { session_id, run: await readRun(hub.team, actor, runId) };
    }),
  /** Asks for an answer again that failed or was cut short, in its place. */
  retry: procedure
    .input(oneSession.extend({ message_id: idText }))
    .mutation(async ({ ctx: { hub, actor, requestId }, input: { session_id, message_id } }) => {
      const retried = { sessionId: session_id, messageId: message_id, requestId };
      const { runId } = await retryAnswer(hub.sessions, actor, retried);
      return { session_id, run: await readRun(hub.team, actor, runId) };
    }),
  update: procedure
    .input(updateSessionRequest.extend(oneSession.shape))
    .mutation(({ ctx: { hub, actor }, input: { session_id, ...changes } }) =>
      updateSession(hub.sessions, actor, session_id, changes),
    ),
  /** Into the bin, from where `restore` takes it back. */
  remove: procedure.input(oneSession).mutation(async ({ ctx: { hub, actor }, input: { session_id } }) => {
    await binSession(hub.sessions, actor, session_id);
    return { session_id };
  }),
  restore: procedure
    .input(oneSession)
    .mutation(({ ctx: { hub, actor }, input }) => restoreSession(hub.sessions, actor, input.session_id)),
  clear: procedure
    .input(clearSessionRequest.extend(oneSession.shape))
    .mutation(({ ctx: { hub, actor }, input: { session_id, keep_last } }) =>
      clearSession(hub.sessions, actor, { id: session_id, keepLast: keep_last }),
    ),
  fork: procedure
    .input(forkSessionRequest.extend({ ...oneSession.shape, before_message_id: idText.optional() }))
    .mutation(({ ctx: { hub, actor }, input: { session_id, at_message_id, before_message_id, id } }) =>
      forkSession(hub.sessions, actor, {
        sessionId: session_id,
        atMessageId: at_message_id,
        beforeMessageId: before_message_id,
        id,
      }),
    ),
});
