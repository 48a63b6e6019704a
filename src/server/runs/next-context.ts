import type { PipelineContext } from "#contract/pipeline-context.ts";

/** The context for the stage after this one: one stage further, with this answer as the previous one. */
export function nextContext(given: PipelineContext, specialistId: string, answer: string): PipelineContext {
  const { previous_response: _, ...rest } = given;
  return {
    ...rest,
    // A stage beyond the last whole number would be refused when it is sent back.
    pipeline_stage: Math.min((given.pipeline_stage ?? 0) + 1, Number.MAX_SAFE_INTEGER),
    previous_specialist: specialistId,
    ...(answer.trim() !== "" && { previous_response: answer }),
  };
}
