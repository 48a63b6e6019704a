/**
 * Reads docs/pipeline-context.md: its requests, and what it says a model is given and what comes back.
 *
 * Invariant: a fenced block that no test would look at is an error.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { pipelineContext } from "#contract/pipeline-context.ts";
import { runRequest } from "#contract/run-request.ts";
import { messageRole, messageStatus } from "#contract/session.ts";

export const doc = readFileSync(join(import.meta.dirname, "../../../docs/pipeline-context.md"), "utf8");

const session = z.object({
  messages: z.array(
    z.strictObject({
      role: messageRole,
      specialist_id: z.string().optional(),
      content: z.string(),
      status: messageStatus.optional(),
    }),
  ),
});
const request = runRequest.pick({ content: true, context: true }).strict();
const answer = z.strictObject({ response: z.string(), specialist_id: z.string(), context: pipelineContext });

export interface DocExample {
  readonly asked: z.infer<typeof request>;
  readonly self: string;
  readonly messages: z.infer<typeof session>["messages"];
  readonly shown: { role: string; content: string }[];
  readonly answers: z.infer<typeof answer>[];
}

/** Each request of the document, with the session before it and the prompts and answer after it. */
export function readExamples(): DocExample[] {
  const examples: DocExample[] = [];
  let messages: DocExample["messages"] = [];
  const add = (body: string, self: string) => {
    examples.push({ asked: request.parse(JSON.parse(body)), self, messages, shown: [], answers: [] });
    messages = [];
  };
  const blocks = [...doc.matchAll(/^```(.+)\n([\s\S]*?)\n```$/gm)];
  if (blocks.length * 2 !== doc.match(/^\s*(?:```|~~~)/gm)?.length) throw new Error("A fenced block says no kind.");
  for (const [, kind = "", content = ""] of blocks) {
    const [, name, body] = /\/ai\/(\w+)\/stream[\s\S]* -d '([^']*)'/.exec(content) ?? [];
    if (kind === "json session") messages = session.parse(JSON.parse(content)).messages;
    else if (kind === "json request") add(content, "athena-ai");
    else if (kind === "sh" && body) add(body, `${name}-ai`);
    else if (kind === "json answer") examples.at(-1)?.answers.push(answer.parse(JSON.parse(content)));
    else if (kind.startsWith("text ")) examples.at(-1)?.shown.push({ role: kind.slice(5), content });
    else throw new Error(`An example that nothing checks: ${kind}\n${content}`);
  }
  return examples;
}
