/**
 * Reads back the block that `composePrompt` puts before a stage's content, as a careful model would.
 *
 * It knows only the documented form, not the code that writes it. A block that does not keep the form is
 * plain text.
 */
import type { PipelineContext } from "#contract/pipeline-context.ts";

export interface ParsedPipelineContext {
  readonly context: PipelineContext;
  /** The text around the block, without the blank lines that set it off. */
  readonly before: string;
  readonly after: string;
}

/** The first block of `text`, or null when there is none. */
export function parsePipelineContext(text: string): ParsedPipelineContext | null {
  const lines = text.split("\n");
  const open = lines.indexOf("<pipeline_context>");
  const close = open < 0 ? -1 : lines.indexOf("</pipeline_context>", open);
  const context = close < 0 ? null : parseParts(lines.slice(open + 1, close));
  if (!context) return null;
  const after = lines.slice(lines[close + 1] === "" ? close + 2 : close + 1).join("\n");
  const before = lines.slice(0, lines[open - 1] === "" ? open - 1 : open).join("\n");
  return { context, before, after };
}

function parseParts(lines: readonly string[]): PipelineContext | null {
  const context: PipelineContext = {};
  let i = 0;
  const taken = (pattern: RegExp): string | null => {
    const rest = pattern.exec(lines[i] ?? "")?.[1];
    if (rest === undefined) return null;
    i += 1;
    return rest;
  };
  const takenAll = (pattern: RegExp): string[] => {
    const all: string[] = [];
    for (let line = taken(pattern); line !== null; line = taken(pattern)) all.push(line);
    return all;
  };
  const session = taken(/^session: (.+)$/);
  if (session !== null) context.session_id = session;
  const stage = taken(/^stage: (\d+)$/);
  if (stage !== null) context.pipeline_stage = Number(stage);
  const specialist = taken(/^previous specialist: (.+)$/);
  if (specialist !== null) context.previous_specialist = specialist;
  if (taken(/^previous response:()$/) !== null) context.previous_response = takenAll(/^> (.*)$/).join("\n");
  if (taken(/^memory hints:()$/) !== null) context.memory_hints = takenAll(/^- (.*)$/);
  return i === lines.length && i > 0 ? context : null;
}
