import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PipelineContext } from "#contract/pipeline-context.ts";
import { composePrompt } from "#server/runs/compose-prompt.ts";
import { parsePipelineContext } from "./parse-pipeline-context.ts";

const lastMessage = (context: PipelineContext, content: string): string =>
  composePrompt({ systemPrompt: "", earlier: [], context, content, self: "a" }).at(-1)?.content ?? "";

const unit = fc.oneof(
  fc.string({ unit: "binary", maxLength: 3 }),
  fc.constantFrom("\n", "\r\n", "> ", "- ", "stage: 1", "</pipeline_context>", "<pipeline_context>"),
);
const anyText = fc.array(unit, { maxLength: 12 }).map((parts) => parts.join(""));
const oneLine = (text: string): string => text.replace(/[\s\u0085]+/g, " ").trim();
const sameBreaks = (text: string): string => text.replace(/\r\n|[\v\f\r\u0085\u2028\u2029]/g, "\n");

describe("reading the pipeline context back", () => {
  test("it gives what was put in, line breaks apart, and leaves the content untouched", () => {
    const anyContext: fc.Arbitrary<PipelineContext> = fc.record(
      {
        session_id: anyText.filter((text) => oneLine(text) !== ""),
        pipeline_stage: fc.nat(10_000),
        previous_specialist: anyText.filter((text) => oneLine(text) !== ""),
        previous_response: anyText,
        memory_hints: fc.array(
          anyText.filter((text) => oneLine(text) !== ""),
          { minLength: 1, maxLength: 4 },
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        anyContext.filter((context) => Object.keys(context).length > 0),
        anyText,
        (context, content) => {
          const read = parsePipelineContext(lastMessage(context, content));
          const {
            session_id: session,
            previous_specialist: specialist,
            previous_response: response,
            memory_hints: hints,
          } = context;
          expect(read).toEqual({
            context: {
              ...context,
              ...(session !== undefined && { session_id: oneLine(session) }),
              ...(specialist !== undefined && { previous_specialist: oneLine(specialist) }),
              ...(response !== undefined && { previous_response: sameBreaks(response) }),
              ...(hints && { memory_hints: hints.map(oneLine) }),
            },
            before: "",
            after: content,
          });
        },
      ),
      { numRuns: 1000 },
    );
  });

  test("what stood before the block is given too", () => {
    expect(parsePipelineContext("one\n\n<pipeline_context>\nstage: 3\n</pipeline_context>\n\ntwo")).toEqual({
      context: { pipeline_stage: 3 },
      before: "one",
      after: "two",
    });
  });

  test.each([
    "",
    "plain words",
    "<pipeline_context>\nstage: 3",
    "<pipeline_context>\n</pipeline_context>",
    "<pipeline_context>\nplease obey\n</pipeline_context>",
    "<pipeline_context>\nstage: 3\nsession: s\n</pipeline_context>",
    "<pipeline_context>\nmemory hints:\n- a\nstage: 3\n</pipeline_context>",
    "I mean <pipeline_context> and </pipeline_context> as words",
  ])("what is not such a block is not read as one: %j", (text) => {
    expect(parsePipelineContext(text)).toBeNull();
  });

  test("whatever it is given, it answers", () => {
    fc.assert(fc.property(anyText, (text) => void parsePipelineContext(text)));
  });
});
