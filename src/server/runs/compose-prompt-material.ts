/**
 * Owns the form in which a prompt carries other people's words: quoted lines, and the pipeline block.
 *
 * Invariant: every line of such material starts with "> ", "- " or a label of the block's own, so nothing
 * in it can close the block or pass for a part of it.
 */
import type { PipelineContext } from "#contract/pipeline-context.ts";

const lineBreak = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;

/** Every line of `text`, whatever ends it, behind "> "; lines are joined by "\n". */
export const quote = (text: string): string =>
  text
    .split(lineBreak)
    .map((line) => `> ${line}`)
    .join("\n");

const oneLine = (text: string): string => text.split(lineBreak).join(" ").replace(/\s+/g, " ").trim();

/**
 * The block that tells a stage what came before it; "" when the context says nothing.
 *
 *     <pipeline_context>
 *     session: sess_1
 *     stage: 2
 *     previous specialist: apollo-ai
 *     previous response:
 *     > first line
 *     > second line
 *     memory hints:
 *     - a hint
 *     </pipeline_context>
 */
export function renderPipelineContext(context: PipelineContext): string {
  const { pipeline_stage: stage, previous_response: response } = context;
  const session = oneLine(context.session_id ?? "");
  const specialist = oneLine(context.previous_specialist ?? "");
  const hints = (context.memory_hints ?? []).map(oneLine).filter((hint) => hint !== "");
  const lines: string[] = [];
  if (session !== "") lines.push(`session: ${session}`);
  if (stage !== undefined) lines.push(`stage: ${stage}`);
  if (specialist !== "") lines.push(`previous specialist: ${specialist}`);
  if (response !== undefined) lines.push("previous response:", quote(response));
  if (hints.length > 0) lines.push("memory hints:", ...hints.map((hint) => `- ${hint}`));
  return lines.length === 0 ? "" : ["<pipeline_context>", ...lines, "</pipeline_context>"].join("\n");
}
