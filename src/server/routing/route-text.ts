/**
 * Decides which specialist a free text is for, and says why. Pure: the model and who is may answer are handed in.
 *
 * Where it is unsure it does not guess: the generalist takes the text, and the reason says between what it was.
 */
import type { RouteAnswer, RouteChoice } from "#contract/routing.ts";
import type { Owners } from "./capability-owners.ts";
import type { Likelihood, Prediction } from "./model.ts";
import { quotedOrNamed, sayEvidence } from "./say-evidence.ts";
import type { Reconsidered } from "./second-opinion-port.ts";

/** Below this confidence it is unsure. docs/routing.md says what that costs. */
export const unsureBelow = 0.25;
/** Below this share of known words the text is in another language, or in none. */
export const leastKnownWords = 0.4;
/** Who takes what fits nobody. */
const generalCapability = "general";
const shownAlternatives = 3;
const reasonEvidence = 3;

/** Whether nobody would be probable enough. */
export function isUnsure(likelihoods: readonly Likelihood[], owners: Owners): boolean {
  return (bySpecialist(likelihoods, owners)[0]?.confidence ?? 0) < unsureBelow;
}

/**
 * What was reconsidered counts in place of what the words came to.
 *
 * null when nobody available has any capability that the model knows.
 */
export function routeText(
  prediction: Prediction,
  text: string,
  owners: Owners,
  reconsidered: Reconsidered | null = null,
): RouteAnswer | null {
  const { likelihoods, by, remark } = reconsidered ?? { ...prediction, by: "words", remark: null };
  const choices = bySpecialist(likelihoods, owners);
  const [best, second] = choices;
  if (!best) return null;
  const generalist = owners.get(generalCapability);
  const missing = likelihoods[0] && !owners.has(likelihoods[0].capability) ? likelihoods[0].capability : null;
  const nobody = missing ? `It looks like ${missing}, which nobody available has. ` : "";
  const remarked = remark === null ? "" : ` ${remark}`;
  const end = generalist
    ? `${generalist} takes it as the generalist`
    : `it goes to ${best.specialist_id}, there being no generalist`;

  if (!reconsidered && prediction.knownWords < leastKnownWords) {
    const why = /[\p{L}\p{N}]/u.test(text)
      ? "Too few of its words are known (the router reads English)"
      : "There are no words in it";
    return {
      specialist_id: generalist ?? best.specialist_id,
      capability: generalist ? generalCapability : best.capability,
      confidence: 0,
      by,
      unsure: true,
      reason: `${why}: ${end}.`,
      evidence: [],
      alternatives: [],
    };
  }

  const others = (id: string) =>
    choices
      .filter((c) => c.specialist_id !== id)
      .slice(0, shownAlternatives)
      .map(rounded);
  if (best.confidence < unsureBelow) {
    const chosen = generalist
      ? { specialist_id: generalist, capability: generalCapability, confidence: confidenceOf(choices, generalist) }
      : best;
    const between = [best, second]
      .flatMap((c) => (c ? [`${c.capability} (${percent(c.confidence)})`] : []))
      .join(" and ");
    const reason = `${nobody}Unsure, between ${between}: ${end}.${remarked}`;
    return { ...rounded(chosen), by, unsure: true, reason, evidence: [], alternatives: others(chosen.specialist_id) };
  }

  const { capability } = best;
  const evidence = [
    ...(reconsidered?.evidenceFor(capability) ?? []),
    ...sayEvidence(prediction.evidenceFor(capability)),
  ];
  const because =
    evidence.length > 0 ? ` because of ${list(evidence.slice(0, reasonEvidence).map(quotedOrNamed))}` : "";
  const runnerUp = second ? `; runner-up: ${second.capability} (${second.specialist_id})` : "";
  const reason = `${nobody}${missing ? "Next" : "Looks like"} ${capability}${because}${runnerUp}.${remarked}`;
  return { ...rounded(best), by, unsure: false, reason, evidence, alternatives: others(best.specialist_id) };
}

/** Each capability counts for its owner; the likeliest specialist first. */
function bySpecialist(likelihoods: readonly Likelihood[], owners: Owners): RouteChoice[] {
  const choices = new Map<string, RouteChoice>();
  for (const { capability, probability } of likelihoods) {
    const owner = owners.get(capability);
    if (owner === undefined) continue;
    const known = choices.get(owner) ?? { specialist_id: owner, capability, confidence: 0 };
    choices.set(owner, { ...known, confidence: known.confidence + probability });
  }
  return [...choices.values()].sort((a, b) => b.confidence - a.confidence);
}

const confidenceOf = (choices: readonly RouteChoice[], id: string): number =>
  choices.find((c) => c.specialist_id === id)?.confidence ?? 0;

const rounded = (choice: RouteChoice): RouteChoice => ({
  ...choice,
  confidence: Math.min(1, Math.round(choice.confidence * 1000) / 1000),
});

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const list = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
