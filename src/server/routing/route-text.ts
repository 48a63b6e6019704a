/**
 * Decides which specialist a free text is for, and says why. Pure: the model and who is available are handed in.
 *
 * Where it is unsure it does not guess: the generalist takes the text, and the reason says between what it was.
 */
import type { Owners } from "./capability-owners.ts";
import type { Model } from "./model.ts";
import { quotedOrNamed, type SaidEvidence, sayEvidence } from "./say-evidence.ts";

export interface RouteChoice {
  readonly specialist_id: string;
  /** The likeliest of the capabilities that this specialist is first for. */
  readonly capability: string;
  /** 0..1: how probable it is that this specialist is the right one. */
  readonly confidence: number;
}

export interface Route extends RouteChoice {
  /** True: the generalist has it because nobody is probable enough. */
  readonly unsure: boolean;
  /** One or two sentences for people. */
  readonly reason: string;
  /** What spoke for the capability, the strongest first; empty when unsure. */
  readonly evidence: readonly SaidEvidence[];
  /** The next best specialists, the likeliest first. */
  readonly alternatives: readonly RouteChoice[];
}

/** Below this confidence it is unsure. docs/routing.md says what that costs. */
export const unsureBelow = 0.25;
/** Below this share of known words the text is in another language, or in none. */
export const leastKnownWords = 0.4;
/** Who takes what fits nobody. */
const generalCapability = "general";
const shownAlternatives = 3;
const reasonEvidence = 3;

/** null when nobody available has any capability that the model knows. */
export function routeText(model: Model, text: string, owners: Owners): Route | null {
  const { likelihoods, knownWords, evidenceFor } = model.predict(text);
  const choices = bySpecialist(likelihoods, owners);
  const [best, second] = choices;
  if (!best) return null;
  const generalist = owners.get(generalCapability)?.[0];
  const missing = likelihoods[0] && !owners.get(likelihoods[0].capability)?.[0] ? likelihoods[0].capability : null;
  const nobody = missing ? `It looks like ${missing}, which nobody available has. ` : "";
  const end = generalist
    ? `${generalist} takes it as the generalist`
    : `it goes to ${best.specialist_id}, there being no generalist`;

  if (knownWords < leastKnownWords) {
    const chosen = generalist ?? best.specialist_id;
    const why = /[\p{L}\p{N}]/u.test(text)
      ? "Too few of its words are known (the router reads English)"
      : "There are no words in it";
    const capability = generalist ? generalCapability : best.capability;
    return {
      specialist_id: chosen,
      capability,
      confidence: 0,
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
    const reason = `${nobody}Unsure, between ${between}: ${end}.`;
    return { ...rounded(chosen), unsure: true, reason, evidence: [], alternatives: others(chosen.specialist_id) };
  }

  const evidence = sayEvidence(evidenceFor(best.capability));
  const because =
    evidence.length > 0 ? ` because of ${list(evidence.slice(0, reasonEvidence).map(quotedOrNamed))}` : "";
  const runnerUp = second ? `; runner-up: ${second.capability} (${second.specialist_id})` : "";
  const reason = `${nobody}${missing ? "Next" : "Looks like"} ${best.capability}${because}${runnerUp}.`;
  return { ...rounded(best), unsure: false, reason, evidence, alternatives: others(best.specialist_id) };
}

/** Each capability counts for the first of its owners; the likeliest specialist first. */
function bySpecialist(
  likelihoods: readonly { capability: string; probability: number }[],
  owners: Owners,
): RouteChoice[] {
  const choices = new Map<string, RouteChoice>();
  for (const { capability, probability } of likelihoods) {
    const owner = owners.get(capability)?.[0];
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
