/** What a fake Ollama was given: the prompts of its chats. */
import type { FakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";

export interface Turn {
  readonly role: string;
  readonly content: string;
}

/** The messages of every chat, oldest chat first. */
export const prompts = ({ requests }: FakeOllama): Turn[][] =>
  requests.filter(({ path }) => path === "/api/chat").map(({ body }) => (body as { messages: Turn[] }).messages);

/** The newest prompt that ends with this question, the system's message left out, as `role: content`. */
export function turnsFor(fake: FakeOllama, question: string): string[] {
  const prompt = prompts(fake).findLast((turns) => turns.at(-1)?.content.endsWith(question));
  if (!prompt) throw new Error(`the model was never asked ${question}`);
  return prompt.slice(1).map(({ role, content }) => `${role}: ${content}`);
}

/** Matches a chat that asks this now, whatever came earlier in the conversation. */
export const asking = (question: string) => (body: unknown) =>
  (body as { messages?: Turn[] }).messages?.at(-1)?.content.endsWith(question) ?? false;
