import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Judgement } from "./embedding-space.ts";
import { hasSay, weigh } from "./embedding-weights.ts";

const known = (shares: Record<string, number>, knownWords = 1) => ({
  likelihoods: Object.entries(shares)
    .map(([capability, probability]) => ({ capability, probability }))
    .sort((a, b) => b.probability - a.probability),
  knownWords,
});
const judged = (shares: Record<string, number>, similarity = 0.9): Judgement => ({
  likelihoods: known(shares).likelihoods,
  similarity,
  nearest: () => [],
});
const able = { skill: 0.5, leastSimilarity: 0.6 };
const useless = { skill: 0.01, leastSimilarity: 0.6 };

describe("words and examples together", () => {
  test("are probabilities of the words' capabilities, the likeliest first", () => {
    const share = fc.double({ min: 0.001, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, share, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, c, d, skill) => {
        const words = known({ debugging: a / (a + b), general: b / (a + b) });
        const both = weigh(words, judged({ debugging: c / (c + d), general: d / (c + d), other: 0.1 }), {
          skill,
          leastSimilarity: 0,
        });
        expect(both?.map((l) => l.capability).sort()).toEqual(["debugging", "general"]);
        const [first = 0, second = 0] = both?.map((l) => l.probability) ?? [];
        expect(first).toBeGreaterThanOrEqual(second);
        expect(first + second).toBeCloseTo(1);
      }),
    );
  });

  test("an able model turns what the words were unsure of", () => {
    const both = weigh(known({ general: 0.4, debugging: 0.35 }), judged({ debugging: 0.8, general: 0.1 }), able);
    expect(both?.[0]?.capability).toBe("debugging");
  });

  test("a model that tells nothing apart changes nothing", () => {
    expect(hasSay(useless)).toBe(false);
    expect(hasSay(able)).toBe(true);
    const both = weigh(known({ general: 0.6, debugging: 0.4 }), judged({ debugging: 0.99, general: 0.01 }), useless);
    expect(both?.map((l) => l.probability)).toEqual([expect.closeTo(0.6, 2), expect.closeTo(0.4, 2)]);
  });

  test("a capability that is not embedded yet is neither favoured nor ruled out", () => {
    const both = weigh(known({ haiku: 0.9, general: 0.1 }), judged({ general: 1 }), able);
    expect(both?.[0]?.capability).toBe("haiku");
  });
});

describe("where too few words are known", () => {
  const foreign = known({ terminal: 0.9, debugging: 0.1 }, 0.1);

  test("the examples decide alone, when the message is as near to them as they are to each other", () => {
    expect(weigh(foreign, judged({ debugging: 0.7, terminal: 0.3 }), able)).toEqual([
      { capability: "debugging", probability: expect.closeTo(0.7, 4) },
      { capability: "terminal", probability: expect.closeTo(0.3, 4) },
    ]);
  });

  test("nobody decides when it is like none of them, or when the model knows little", () => {
    expect(weigh(foreign, judged({ debugging: 0.7, terminal: 0.3 }, 0.5), able)).toBeNull();
    expect(weigh(foreign, judged({ debugging: 0.7, terminal: 0.3 }), { ...able, skill: 0.2 })).toBeNull();
  });
});
