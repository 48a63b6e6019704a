/**
 * Notices that Ollama cut a prompt, which it does without saying.
 *
 * The one sign is how many tokens it read, so the estimate is deliberately low: six characters to a
 * token, runs of white space and of one character counted once. Real text, code and CJK all have more
 * tokens than that, so a prompt that was read whole is not suspected.
 */
import type { ChatRequest } from "./chat-model.ts";

const charactersPerToken = 6;
/** Below this a template, a cache or a tokenizer's habits weigh as much as the prompt. */
const smallPromptTokens = 512;

const mostTokens = (request: ChatRequest): number =>
  request.messages.reduce((sum, { content }) => sum + content.length, 0) / charactersPerToken;

const lowEstimate = (request: ChatRequest): number =>
  request.messages.reduce((sum, { content }) => sum + content.replace(/\s+|(.)\1{3,}/gu, " ").length, 0) /
  charactersPerToken;

/** @param promptTokens as Ollama counted them; null (it did not say: a cached prompt) never warns */
export const truncationWarning = (request: ChatRequest, promptTokens: number | null): string | null => {
  if (promptTokens === null) return null;
  const { contextWindow } = request;
  // Most prompts are short, and looking closely costs more than all else about the end of an answer.
  if (contextWindow === null && mostTokens(request) <= smallPromptTokens) return null;
  const estimate = lowEstimate(request);
  const farBelow = estimate > smallPromptTokens && promptTokens < estimate / 2;
  const overWindow = contextWindow !== null && (promptTokens >= contextWindow || estimate > contextWindow);
  if (!farBelow && !overWindow) return null;
  const window = contextWindow === null ? "the context window" : `the context window of ${contextWindow} tokens`;
  return `The prompt was probably cut to fit ${window}: the model read only ${promptTokens} tokens of it.`;
};
