/** What a request to `/api/chat` or `/api/generate` asks, read leniently: a fake takes what it gets. */
import { z } from "zod";

const asked = z.object({
  model: z.string().catch(""),
  stream: z.boolean().catch(true),
  think: z.unknown().optional(),
  messages: z.array(z.object({ role: z.string(), content: z.string().catch("") })).catch([]),
  prompt: z.string().catch(""),
  options: z
    .object({ num_predict: z.number().optional().catch(undefined), num_ctx: z.number().optional().catch(undefined) })
    .catch({}),
});
export type Asked = z.infer<typeof asked>;

export const readAsked = (body: unknown): Asked => asked.parse(body ?? {});

/** The last user message of a chat, or the prompt of a generation; empty without one. */
export const lastUserMessage = ({ messages, prompt }: Asked): string =>
  messages.findLast((message) => message.role === "user")?.content ?? prompt;
