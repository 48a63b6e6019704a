import { z } from "zod";
import { idText } from "#contract/id-text.ts";
import { messageText } from "#contract/message-text.ts";
import { clientMessageId } from "#contract/run-request.ts";
import { sessionId } from "#contract/session.ts";
import { newId } from "#server/kernel/ids.ts";
import { readRun } from "#server/runs/read-run.ts";
import { startRun } from "#server/runs/start-run.ts";
import { readSession } from "#server/sessions/read-session.ts";
import { procedure, router } from "./trpc.ts";

/** Messages a conversation page opens with. */
const shownMessages = 200;

const sendInput = z.object({
  session_id: sessionId.optional(),
  specialist_id: idText,
  content: messageText,
  client_message_id: clientMessageId,
});

export const chatRouter = router({
  recent: procedure
    .input(z.object({ limit: z.number().int().min(1).max(100).default(50) }))
    .query(async ({ ctx: { hub, actor }, input }) => ({ sessions: await hub.sessions.recent(actor, input.limit) })),
  get: procedure
    .input(z.object({ session_id: sessionId }))
    .query(({ ctx: { hub, actor }, input }) =>
      readSession(hub.sessions, actor, { id: input.session_id, limit: shownMessages }),
    ),
  send: procedure.input(sendInput).mutation(async ({ ctx: { hub, actor, requestId }, input }) => {
    const { specialist } = hub.team.specialists.resolve(input.specialist_id);
    const id = input.session_id ?? newId("sess", hub.clock.now());
    if (!input.session_id) await hub.sessions.ensure(actor, id, { specialistId: specialist.id, shared: false });
    const { runId } = await startRun(hub.team, actor, {
      specialist: specialist.id,
      request: { content: input.content, session_id: id, client_message_id: input.client_message_id },
      requestId,
    });
    return { session_id: id, run: await readRun(hub.team, actor, runId) };
  }),
});
