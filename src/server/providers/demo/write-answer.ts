/**
 * Writes the demo's answer: what it was given, what it can truly say about the message, and how to get
 * answers from a real model. 60 to 200 words of Markdown, the same for the same messages.
 */
import type { PipelineContext } from "#contract/pipeline-context.ts";
import type { ChatMessage } from "#server/providers/chat-model.ts";
import { answerRecall } from "./answer-recall.ts";
import { clipWords } from "./clip-words.ts";
import { countWords } from "./count-words.ts";
import { describeCode } from "./describe-code.ts";
import { type Facts, learnFacts } from "./learn-facts.ts";
import { plural } from "./plural.ts";
import { type ReadPrompt, readPrompt } from "./read-prompt.ts";

const maxWords = 200;
const opening =
  "This is Tekton's demo provider, not a language model: fixed rules wrote this from the messages it was given.";
const closing = "For real answers, start Ollama with a model (or set `OPENAI_BASE_URL` and restart).";

export function writeAnswer(messages: readonly ChatMessage[]): string {
  const prompt = readPrompt(messages);
  const paragraphs = [opening, given(prompt)];
  let words = countWords([...paragraphs, closing].join("\n\n"));
  for (const paragraph of [...about(prompt), ...manner(prompt)]) {
    words += countWords(paragraph);
    if (words > maxWords) break;
    paragraphs.push(paragraph);
  }
  return [...paragraphs, closing].join("\n\n");
}

function given({ role, earlier, context, colleagues }: ReadPrompt): string {
  return [
    `- **Role:** ${role === null ? "none given" : clipWords(role, 16, 120)}`,
    `- **Conversation:** ${plural(earlier, "earlier message")} before this one`,
    colleagues.length > 0 && `- **Colleagues quoted:** ${clipWords(colleagues.join(", "), 6)}`,
    context && `- **Pipeline:** ${describeContext(context)}`,
  ]
    .filter((line) => line !== false && line !== null)
    .join("\n");
}

function describeContext(context: PipelineContext): string {
  const { pipeline_stage: stage, previous_specialist: specialist, previous_response: response } = context;
  const hints = context.memory_hints ?? [];
  return [
    context.session_id !== undefined && `session ${clipWords(context.session_id, 4, 60)}`,
    stage !== undefined && `stage ${stage}`,
    specialist !== undefined && `after ${clipWords(specialist, 4, 60)}`,
    response !== undefined &&
      `its response has ${plural(response.split("\n").length, "line")} and begins “${clipWords(response, 8)}”`,
    hints.length > 0 &&
      `${plural(hints.length, "memory hint")}: ${hints
        .slice(0, 2)
        .map((hint) => `“${clipWords(hint, 6, 60)}”`)
        .join(", ")}${hints.length > 2 ? ", …" : ""}`,
  ]
    .filter((part) => part !== false)
    .join("; ");
}

/** What can be said about the message itself, most telling first. */
function about({ content, code, ownWords }: ReadPrompt): string[] {
  const [block] = code.blocks;
  const answers = answerRecall(code.prose, learnFacts(ownWords)).filter((answer) => answer.known || !block);
  const said = [...answers.slice(0, 5).map((answer) => answer.text), ...noted(learnFacts([code.prose]))];
  if (block) said.push(`${whichBlock(code.blocks.length)} you pasted:\n\n${describeCode(block.code, block.tag)}`);
  return said.length > 0 ? said : [reflect(content)];
}

const whichBlock = (blocks: number): string => (blocks > 1 ? `The first of the ${blocks} code blocks` : "The code");

function noted({ values, remembered }: Facts): string[] {
  const facts = [...values].map(([thing, value]) => `${clipWords(thing, 5)}: **${clipWords(value, 14)}**`);
  const items = [...facts, ...remembered.map((item) => `“${clipWords(item, 14)}”`)].slice(0, 3);
  return items.length > 0
    ? [`Noted from this message: ${items.join("; ")}. Ask me for it while it is in the conversation.`]
    : [];
}

const reflect = (content: string): string =>
  `Your message has ${plural(countWords(content), "word")} and begins “${clipWords(content, 8)}”. I can count it, quote it and recall what you tell me (say “my name is …”, then ask “what is my name?”), but I do not understand it.`;

function manner({ role, format }: ReadPrompt): string[] {
  const who = /^\p{Lu}\w+/u.exec(role ?? "")?.[0] ?? "this role";
  return [
    format
      ? `A real model playing ${who} would begin with: “${clipWords(format, 24, 160)}”`
      : `A real model playing ${who} would answer as its system prompt asks.`,
  ];
}
