import type { PipelineContext } from "#contract/pipeline-context.ts";

/** The context for the stage after this one: one stage further, with this answer as the previous one. */
export function nextContext(given: PipelineContext, specialistId: string, answer: string): PipelineContext {
  const { previous_response: _, ...rest } = given;
  return {
    ...rest,
    pipeline_stage: (given.pipeline_stage ?? 0) + 1,
    previous_specialist: specialistId,
    ...(answer.trim() !== "" && { previous_response: answer }),
  };
}
