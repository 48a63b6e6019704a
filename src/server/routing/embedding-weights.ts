/**
 * How the words' probabilities and the examples' become one: their logarithms are added, each with a weight.
 *
 * The weights were found with stand-ins for embedding models (vectors of letters, of words, and made-up ones that
 * know more than the words do), cross-validated: those that say something the words do not are best added with
 * nearly their full weight, those that say the same or little with next to none. docs/routing-models.md has the
 * figures, and what is not known.
 */
import type { Judgement } from "./embedding-space.ts";
import type { Likelihood } from "./model.ts";
import { leastKnownWords } from "./route-text.ts";

/** From this skill on a model has its full say; below, the square of its share of it. */
const fullSkill = 0.4;
/** Both weigh less than 1 at full say, because they err together more often than chance would have it. */
const examplesAtFullSay = 0.9;
const wordsGiveUp = 0.1;
/** With less say it is not asked: it would change nothing, and its examples would explain nothing. */
const leastSay = 0.1;
/** With less say it is not trusted where the words say nothing. */
const leastSayAlone = 0.5;

/** Whether a model that makes such a space is worth asking. */
export const hasSay = (space: { readonly skill: number }): boolean => sayOf(space.skill) >= leastSay;

const sayOf = (skill: number): number => Math.min(1, skill / fullSkill) ** 2;

/**
 * The likeliest first; the capabilities of the words. null: too few words are known, and the message is not like
 * the examples either (or the model cannot tell them apart).
 */
export function weigh(
  words: { readonly likelihoods: readonly Likelihood[]; readonly knownWords: number },
  examples: Judgement,
  space: { readonly skill: number; readonly leastSimilarity: number },
): readonly Likelihood[] | null {
  const say = sayOf(space.skill);
  const alone = words.knownWords < leastKnownWords;
  if (alone && (say < leastSayAlone || examples.similarity < space.leastSimilarity)) return null;
  const wordsWeight = alone ? 0 : 1 - wordsGiveUp * say;
  const examplesWeight = alone ? 1 : examplesAtFullSay * say;
  const byExamples = new Map(examples.likelihoods.map((l) => [l.capability, l.probability]));
  const logits = words.likelihoods.map(({ capability, probability }) => {
    // A capability whose examples are not embedded yet is neither favoured nor ruled out.
    const seen = byExamples.get(capability) ?? 1 / words.likelihoods.length;
    return wordsWeight * logOf(probability) + examplesWeight * logOf(seen);
  });
  const top = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return words.likelihoods
    .map(({ capability }, i) => ({ capability, probability: (powers[i] ?? 0) / sum }))
    .sort((a, b) => b.probability - a.probability);
}

/** Nothing is quite impossible. */
const logOf = (probability: number): number => Math.log(probability + 1e-6);
