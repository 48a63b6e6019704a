/**
 * Sees in a list of messages what a model could see: its role, how much came before, what earlier stages
 * and colleagues contributed, and which words are the user's own.
 *
 * Invariant: quoted material and pasted code are never counted among the user's own words.
 */
import type { PipelineContext } from "#contract/pipeline-context.ts";
import type { ChatMessage } from "#server/providers/chat-model.ts";
import { type FoundCode, findCode } from "./find-code.ts";
import { parsePipelineContext } from "./parse-pipeline-context.ts";

export interface ReadPrompt {
  /** The first line of the system prompt, "You are" left out; null without one. */
  readonly role: string | null;
  /** The first line of the prompt's answer format; null without one. */
  readonly format: string | null;
  /** User and assistant messages before the last user message. */
  readonly earlier: number;
  readonly context: PipelineContext | null;
  /** Specialists whose words are quoted, each once. */
  readonly colleagues: readonly string[];
  /** What the last user message asks, without context block and quotations. */
  readonly content: string;
  readonly code: FoundCode;
  /** The user's own words, oldest first, the current ones last. */
  readonly ownWords: readonly string[];
}

const quotation = /^([a-z][a-z0-9-]*) said:\n(?:> .*(?:\n|$(?![\s\S])))+/gm;

export function readPrompt(messages: readonly ChatMessage[]): ReadPrompt {
  const at = messages.findLastIndex((message) => message.role === "user");
  const last = messages[at]?.content ?? "";
  const before = messages.slice(0, Math.max(at, 0));
  const users = before.filter((message) => message.role === "user").map((message) => message.content);
  const parsed = parsePipelineContext(last);
  const [said, content] = parsed ? [parsed.before, parsed.after] : splitRequest(last);
  const code = findCode(content);
  return {
    ...readSystem(messages.find((message) => message.role === "system")?.content ?? ""),
    earlier: before.filter((message) => message.role !== "system").length,
    context: parsed?.context ?? null,
    colleagues: [
      ...new Set([...users, said].flatMap((text) => [...text.matchAll(quotation)].map(([, id = ""]) => id))),
    ],
    content,
    code,
    ownWords: [...[...users, said].map(withoutMaterial), code.prose],
  };
}

function readSystem(prompt: string): Pick<ReadPrompt, "role" | "format"> {
  const lines = prompt.split("\n").map((line) => line.trim());
  const first = lines.find((line) => line !== "") ?? "";
  const format = lines[lines.findIndex((line) => /^answer format:?$/i.test(line)) + 1] ?? "";
  return {
    role: first === "" || first.includes("<pipeline_context>") ? null : first.replace(/^You are /, ""),
    format: /answer format/i.test(prompt) && format !== first ? format.replace(/^(?:\d+\.|-)\s*/, "") : null,
  };
}

/** Where colleagues' words were merged in front of the request: [everything up to their end, the request]. */
function splitRequest(text: string): [said: string, content: string] {
  const end = [...text.matchAll(quotation)].at(-1);
  const cut = end ? end.index + end[0].length : 0;
  const content = text.slice(cut).trim();
  return content === "" ? ["", text] : [text.slice(0, cut), cut === 0 ? text : content];
}

function withoutMaterial(text: string): string {
  const parsed = parsePipelineContext(text);
  const own = parsed ? `${parsed.before}\n${parsed.after}` : text;
  return findCode(own.replace(quotation, "")).prose;
}
