/** The requests about sessions, each answered and checked: a fast wrong answer is no answer. Times in ms. */
import { z } from "zod";
import { exchange } from "./exchange.ts";
import { SseData } from "./sse-data.ts";
import { oneToken, tokenChars } from "./upstream-scripts.ts";

/** Messages of the page that is read, and at most given to a model. */
export const pageMessages = 50;
export const windowMessages = 20;

const created = z.object({ id: z.string(), message_count: z.literal(0) });
/** One message, that of an answer which is being written, may be empty. */
const page = z.object({
  messages: z
    .array(z.object({ content: z.string() }))
    .length(pageMessages)
    .refine((messages) => messages.filter(({ content }) => content === "").length <= 1),
});
const answer = z.object({ response: z.string().length(tokenChars), context_used: z.literal(windowMessages) });

const sessionsAt = (origin: string, path = ""): URL => new URL(`/api/v2/sessions${path}`, origin);

export async function createSession(origin: string): Promise<number> {
  const { text, wholeMs } = await send(sessionsAt(origin), { body: { specialist_id: "numa-ai" } });
  created.parse(JSON.parse(text));
  return wholeMs;
}

/** The newest messages of a session that has as many as a page. */
export async function readSession(origin: string, id: string): Promise<number> {
  const { text, wholeMs } = await send(sessionsAt(origin, `/${id}?limit=${pageMessages}`));
  page.parse(JSON.parse(text));
  return wholeMs;
}

/** A message, until its whole answer of one token is there. */
export async function append(origin: string, id: string, text: string): Promise<number> {
  const body = { message: `${oneToken.word} ${text}` };
  const answered = await send(sessionsAt(origin, `/${id}/message`), { body });
  answer.parse(JSON.parse(answered.text));
  return answered.wholeMs;
}

/** A message, until the stream of its answer begins: by then it is stored. Resolves at the stream's end. */
export async function acknowledge(origin: string, id: string, text: string): Promise<number> {
  const body = { message: `${oneToken.word} ${text}`, stream: true };
  const answered = await send(sessionsAt(origin, `/${id}/message`), { body, accept: "text/event-stream" });
  const last = new SseData().push(Buffer.from(answered.text)).at(-1);
  if (!last?.includes('"type":"done"')) throw new Error(`a stream of ${id} did not end with done: ${last}`);
  return answered.firstMs;
}

/** The upstream itself, given such a conversation as the hub gives it. */
export async function askUpstream(origin: string, earlier: readonly string[], text: string): Promise<number> {
  const said = earlier.map((content, i) => ({ role: i % 2 ? "assistant" : "user", content }));
  const messages = [...said, { role: "user", content: `${oneToken.word} ${text}` }];
  const body = { model: "llama3.2:3b", stream: true, messages };
  const answered = await send(new URL("/api/chat", origin), { body });
  if (!answered.text.includes('"done":true')) throw new Error("the upstream's answer ended without saying so");
  return answered.wholeMs;
}

interface Answered {
  readonly text: string;
  readonly firstMs: number;
  readonly wholeMs: number;
}

/** A POST when there is a body. */
async function send(
  url: URL,
  { body, accept = "application/json" }: { readonly body?: object; readonly accept?: string } = {},
): Promise<Answered> {
  const chunks: Buffer[] = [];
  const startedAt = performance.now();
  let firstMs = Number.NaN;
  await exchange({
    url,
    accept,
    method: body ? "POST" : "GET",
    ...(body && { body: JSON.stringify(body) }),
    onData: (chunk) => {
      if (chunks.length === 0) firstMs = performance.now() - startedAt;
      chunks.push(chunk);
    },
  });
  const wholeMs = performance.now() - startedAt;
  return { text: Buffer.concat(chunks).toString(), firstMs, wholeMs };
}
