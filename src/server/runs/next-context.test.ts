import fc from "fast-check";
import { expect, test } from "vitest";
import { type PipelineContext, pipelineContext } from "#contract/pipeline-context.ts";
import { nextContext } from "./next-context.ts";

test("what comes back can be sent again as it is, whatever was given", () => {
  const id = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 128 });
  const anyContext: fc.Arbitrary<PipelineContext> = fc.record(
    {
      session_id: id,
      pipeline_stage: fc.oneof(fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER)),
      previous_specialist: id,
      previous_response: fc.string(),
      memory_hints: fc.array(fc.string(), { maxLength: 4 }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(anyContext, fc.string(), (given, answer) => {
      const next = nextContext(pipelineContext.parse(given), "apollo-ai", answer);
      expect(pipelineContext.parse(next)).toEqual(next);
    }),
  );
});
