/**
 * Keeps docs/pipeline-context.md true: what it says a model is given is composed here from its own
 * examples, what it says comes back is computed, and the limits are those of the contract.
 */
import { describe, expect, test } from "vitest";
import { limits } from "#contract/limits.ts";
import { pipelineContext } from "#contract/pipeline-context.ts";
import { composePrompt } from "./compose-prompt.ts";
import { nextContext } from "./next-context.ts";
import { doc, readExamples } from "./pipeline-context-doc.fixture.ts";

const examples = readExamples();
const inTurn = examples.map((example, i) => [i + 1, example.asked.content, example] as const);

describe("the document on the pipeline context", () => {
  test.each(inTurn)("shows word for word what the model is given, example %i: %s", (_, __, example) => {
    const { asked, self, messages, shown } = example;
    const given = composePrompt({
      systemPrompt: "You are Athena, the strategist.",
      earlier: messages.map(({ specialist_id, status, ...message }) => ({
        ...message,
        specialistId: specialist_id ?? null,
        ...(status && { status }),
      })),
      content: asked.content,
      self,
      ...(asked.context && { context: asked.context }),
    });
    // The system message is always the same, and shown once.
    expect(shown).toEqual(shown[0]?.role === "system" ? given : given.slice(1));
  });

  test("shows the system message once, and every note that can stand in for words", () => {
    const texts = examples.flatMap(({ shown }) => shown);
    expect(texts.filter(({ role }) => role === "system")).toHaveLength(1);
    const all = texts.map(({ content }) => content).join("\n");
    for (const note of ["apollo-ai said:", "[interrupted]", "(no reply)", "(earlier messages left out)"])
      expect(all).toContain(note);
  });

  test("shows what comes back, and sends it on unchanged", () => {
    const stages = examples.filter(({ answers }) => answers.length > 0);
    expect(stages).toHaveLength(2);
    for (const [i, { asked, self, answers }] of stages.entries()) {
      const [got] = answers;
      expect(got?.specialist_id).toBe(self);
      expect(got?.context).toEqual(nextContext(asked.context ?? {}, self, got?.response ?? ""));
      if (i > 0) expect(asked.context).toEqual(stages[i - 1]?.answers[0]?.context);
    }
  });

  test("names every field, with the limits of the contract", () => {
    const figure = (value: number) => value.toLocaleString("en");
    const rows = [...doc.matchAll(/^\| `(\w+)` \| .* \| (.*) \|$/gm)].map(([, field, limit]) => [field, limit]);
    expect(Object.fromEntries(rows)).toEqual({
      session_id: "1 to 128 characters of printable ASCII",
      previous_specialist: "1 to 128 characters of printable ASCII",
      previous_response: `at most ${figure(limits.answerChars)} characters`,
      pipeline_stage: "a whole number, 0 or more",
      memory_hints: `at most ${figure(limits.memoryHints)}, each of at most ${figure(limits.memoryHintChars)} characters`,
    });
    expect(rows.map(([field]) => field).sort()).toEqual(Object.keys(pipelineContext.shape).sort());
    expect(doc).toContain(`held to ${figure(limits.bodyBytes)} bytes`);
  });
});
