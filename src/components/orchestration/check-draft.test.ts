import { describe, expect, it } from "vitest";
import { type Orchestration, orchestration, orchestrationDefaults } from "#contract/orchestration.ts";
import { checkDraft } from "./check-draft.ts";
import { draftOf, newRule, sameSettings } from "./orchestration-draft.ts";

const everything: Orchestration = orchestration.parse({
  routing_rules: [
    { pattern: "invoice|receipt", specialists: ["penia-ai", "numa-ai"], strategy: "fallback" },
    { pattern: "\\bssh\\b", specialists: ["terma-ai"], strategy: "all" },
  ],
  timeout_settings: { default: 120, first_token: 7.5, per_specialist: { "sophia-ai": 300, "apollo-ai": 60 } },
  retry_policy: { enabled: true, max_attempts: 3, backoff_ms: 0 },
  fallback: { enabled: false, specialists: { "apollo-ai": ["athena-ai", "numa-ai"] } },
  max_concurrent: 4,
  routing: { embedding: "nomic-embed-text", zero_shot: { enabled: true, model: "llama3.2", timeout: 2 } },
});

const problemsOf = (change: Partial<ReturnType<typeof draftOf>>) => [
  ...checkDraft({ ...draftOf(orchestrationDefaults), ...change }).problems,
];

describe("a draft of the settings", () => {
  it("stands for the very settings it was made of", () => {
    expect(checkDraft(draftOf(everything)).settings).toEqual(everything);
    expect(checkDraft(draftOf(orchestrationDefaults)).settings).toEqual(orchestrationDefaults);
  });

  it("is the same settings whatever the order of its rows and the spelling of its figures", () => {
    const draft = draftOf(everything);
    const other = { ...draft, perSpecialist: draft.perSpecialist.toReversed(), defaultSeconds: "120.0 " };
    expect(sameSettings(draft, other)).toBe(true);
    expect(sameSettings(draft, { ...draft, rules: draft.rules.toReversed() })).toBe(false);
  });

  it("says at each place what does not fit", () => {
    expect(problemsOf({ rules: [newRule()] })).toEqual([
      ["routing_rules.0.pattern", "Write something here."],
      ["routing_rules.0.specialists", "Choose at least one specialist."],
    ]);
    expect(problemsOf({ defaultSeconds: "soon", firstTokenSeconds: "0" })).toEqual([
      ["timeout_settings.default", "Write a number."],
      ["timeout_settings.first_token", "At least 0.1."],
    ]);
    expect(problemsOf({ perSpecialist: [{ specialist: "apollo-ai", seconds: "" }] })).toEqual([
      ["timeout_settings.per_specialist.apollo-ai", "Write a number."],
    ]);
    expect(problemsOf({ attempts: "1.5", backoffMs: "60001" })).toEqual([
      ["retry_policy.max_attempts", "Write a whole number."],
      ["retry_policy.backoff_ms", "At most 60,000."],
    ]);
    expect(problemsOf({ embedding: "named", embeddingModel: " " })).toEqual([
      ["routing.embedding", "Name the model, in at most 200 characters."],
    ]);
  });

  it("reads a figure however it is spelled, and says why one does not fit", () => {
    expect(problemsOf({ defaultSeconds: "-1", maxConcurrent: "1e4", firstTokenSeconds: "1e1" })).toEqual([
      ["timeout_settings.default", "At least 0.1."],
      ["max_concurrent", "At most 1,000."],
    ]);
  });

  it("leaves what may be empty empty, and does not take words for nothing", () => {
    expect(problemsOf({ defaultSeconds: " ", maxConcurrent: "" })).toEqual([]);
    expect(problemsOf({ maxConcurrent: "many" })).toEqual([["max_concurrent", "Write a number."]]);
  });
});
