/** What a stage of a pipeline knows of the stages before it. */

import { z } from "zod";
import { idText } from "./id-text.ts";
import { limits } from "./limits.ts";

export const pipelineContext = z.object({
  session_id: idText.optional(),
  previous_specialist: idText.optional(),
  previous_response: z.string().max(limits.answerChars).optional(),
  pipeline_stage: z.number().int().min(0).optional(),
  memory_hints: z.array(z.string().max(limits.memoryHintChars)).max(limits.memoryHints).optional(),
});
export type PipelineContext = z.infer<typeof pipelineContext>;

const leaveOutNulls = (given: unknown): unknown =>
  typeof given === "object" && given !== null && !Array.isArray(given)
    ? Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
    : given;

/** The same from the original's clients, which write null for what they leave out. */
export const v1PipelineContext = z.preprocess(leaveOutNulls, pipelineContext);
