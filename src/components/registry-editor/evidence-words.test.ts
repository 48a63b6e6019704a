import { describe, expect, it } from "vitest";
import type { CapabilityEvidence } from "#contract/registry.ts";
import { learnedWords, seenWords, usedWords } from "./evidence-words.ts";

const none: CapabilityEvidence = {
  capability: "debugging",
  is_primary: true,
  declared: 0.9,
  up: 0,
  down: 0,
  completed: 0,
  failed: 0,
  learned: null,
  used: "declared",
  window_days: 90,
};
const seen = { ...none, up: 12, down: 1, completed: 38, failed: 2, learned: { score: 0.84, low: 0.7, high: 0.93 } };
const draft = { id: "debugging", score: 0.9, primary: true, learned: false };

describe("evidence in words", () => {
  it("says what was seen, and on how much a learned score rests", () => {
    expect(seenWords(none)).toBe("Nothing seen in 90 days.");
    expect(seenWords(seen)).toBe("In 90 days: 12 thumbs up, 1 thumb down; 40 routed runs, 2 failed.");
    expect(learnedWords(none)).toBe("none yet");
    expect(learnedWords(seen)).toBe("0.84 (95 % between 0.70 and 0.93; 13 ratings, 40 runs)");
  });

  it("says which score the router goes by, and which it would once saved", () => {
    expect(usedWords(draft, seen)).toBe("The router goes by the declared score, 0.90.");
    expect(usedWords({ ...draft, learned: true }, seen)).toBe(
      "Once saved, the router goes by the learned score, 0.84.",
    );
    expect(usedWords({ ...draft, learned: true }, { ...seen, used: "learned" })).toBe(
      "The router goes by the learned score, 0.84.",
    );
    expect(usedWords({ ...draft, score: 0.5 }, seen)).toBe("Once saved, the router goes by the declared score, 0.50.");
    expect(usedWords({ ...draft, learned: true, score: 0.5 }, { ...seen, used: "learned" })).toBe(
      "Once saved, the router goes by the learned score, which begins from the declared one.",
    );
    expect(usedWords({ ...draft, learned: true }, none)).toBe(
      "Until something is seen, the router goes by the declared score, 0.90.",
    );
    expect(usedWords(draft, undefined)).toBe("Once saved, the router goes by the declared score, 0.90.");
  });
});
