/** `/api/v2/ai/{specialist}/stream`: one specialist, streamed; or whole, when the client wants JSON. */
import { z } from "zod";
import { messageText } from "#contract/message-text.ts";
import { pipelineContext } from "#contract/pipeline-context.ts";
import { maxTokens, type RunRequest, runRequest, temperature } from "#contract/run-request.ts";
import { answerRun } from "#server/transport/http/answer-run.ts";
import { jsonInQuery, numberInQuery } from "#server/transport/http/query.ts";
import { type Call, type Reply, route } from "#server/transport/http/route.ts";
import { readLastEventId } from "#server/transport/sse/last-event-id.ts";
import { resumeRun } from "./runs.ts";

const path = "/api/v2/ai/:specialist/stream";

/** The body's fields as a query; `message` is another name for `content`. */
const streamQuery = runRequest.extend({
  content: messageText.optional(),
  message: messageText.optional(),
  temperature: numberInQuery(temperature).optional(),
  max_tokens: numberInQuery(maxTokens).optional(),
  context: jsonInQuery(pipelineContext).optional(),
});

const queryRequest = streamQuery.transform(({ message, content, ...rest }, ctx): RunRequest => {
  const text = content ?? message;
  if (text !== undefined) return { ...rest, content: text };
  ctx.addIssue({ code: "custom", path: ["content"], message: "is missing" });
  return z.NEVER;
});

const start = (call: Call, request: RunRequest): Promise<Reply> =>
  answerRun(call, { specialist: call.params.specialist ?? "", request, requestId: call.requestId });

export const aiStreamRoutes = [
  route({ method: "POST", path, access: "user", body: runRequest, handle: (call) => start(call, call.body) }),
  route({
    method: "GET",
    path,
    access: "user",
    startsRun: true,
    query: queryRequest,
    handle: (call) => {
      // EventSource reconnects to the URL that started the run: it wants that run, not another.
      const resumed = readLastEventId(call.req.headers["last-event-id"]);
      return resumed ? resumeRun(call, resumed) : start(call, call.query);
    },
  }),
];
