/** `/api/v2/events`: what has changed, for clients that show it. */
import { route } from "#server/transport/http/route.ts";
import { sendEventStream } from "#server/transport/http/send-event-stream.ts";

export const eventRoutes = [
  route({
    method: "GET",
    path: "/api/v2/events",
    access: "user",
    handle: async (call) => {
      await sendEventStream(call, framesOf(call.hub.changes.watch(call.signal)));
      return undefined;
    },
  }),
];

async function* framesOf(changes: AsyncGenerator<readonly object[]>): AsyncGenerator<string> {
  for await (const batch of changes) {
    // At once, so that a client knows it will miss nothing from here on.
    if (batch.length === 0) yield ": watching\n\n";
    else yield batch.map((change) => `event: changed\ndata: ${JSON.stringify(change)}\n\n`).join("");
  }
}
