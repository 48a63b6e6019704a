/** `/api/v2/models`: what each provider offers, and pulling what Ollama does not have. */
import type { PullProgress } from "#contract/models.ts";
import { pullRequest } from "#contract/models.ts";
import { toAppError } from "#server/kernel/app-error.ts";
import { route } from "#server/transport/http/route.ts";
import { sendEventStream } from "#server/transport/http/send-event-stream.ts";

const path = "/api/v2/models";

const frame = (event: "progress" | "done" | "error", data: object): string =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Every state as `progress`, the last as `done` or, when the pull failed, as an `error` with the usual body. */
async function* pullFrames(states: AsyncGenerator<PullProgress>, requestId: string): AsyncGenerator<string> {
  try {
    for await (const state of states) yield frame(state.state === "done" ? "done" : "progress", state);
  } catch (error) {
    yield frame("error", toAppError(error).toBody(requestId));
  }
}

export const modelRoutes = [
  route({
    method: "GET",
    path,
    access: "user",
    handle: ({ hub }) => ({ json: { providers: hub.providers.models() } }),
  }),
  route({
    method: "POST",
    path: `${path}/pull`,
    access: "admin",
    body: pullRequest,
    handle: async (call) => {
      const { hub, body, requestId, signal } = call;
      await hub.pulls.start(body.model);
      await sendEventStream(call, pullFrames(hub.pulls.watch(body.model, signal), requestId));
      return undefined;
    },
  }),
  route({
    method: "DELETE",
    path: `${path}/pull`,
    access: "admin",
    query: pullRequest,
    handle: async ({ hub, query: { model } }) => {
      await hub.pulls.cancel(model);
      return { json: { status: "cancelled", model } };
    },
  }),
];
