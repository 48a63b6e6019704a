/** What was seen of a capability, and which score the router goes by, as sentences. */
import type { CapabilityEvidence } from "#contract/registry.ts";
import type { CapabilityDraft } from "./draft.ts";

const count = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

export const scoreWords = (score: number | null): string => (score === null ? "none" : score.toFixed(2));

/** Ratings and routed runs, with the days they are from. */
export function seenWords({ up, down, completed, failed, window_days }: CapabilityEvidence): string {
  if (up + down + completed + failed === 0) return `Nothing seen in ${count(window_days, "day")}.`;
  const ratings = `${count(up, "thumb up", "thumbs up")}, ${count(down, "thumb down", "thumbs down")}`;
  return `In ${count(window_days, "day")}: ${ratings}; ${count(completed + failed, "routed run")}, ${failed.toLocaleString("en")} failed.`;
}

/** The learned score with its interval and what it rests on. */
export function learnedWords({ learned, up, down, completed, failed }: CapabilityEvidence): string {
  if (!learned) return "none yet";
  const { score, low, high } = learned;
  const interval = `95 % between ${low.toFixed(2)} and ${high.toFixed(2)}`;
  return `${score.toFixed(2)} (${interval}; ${count(up + down, "rating")}, ${count(completed + failed, "run")})`;
}

/**
 * Which score the router goes by, now and once the draft is saved.
 * @param evidence undefined: the capability is not in the saved entry
 */
export function usedWords(draft: CapabilityDraft, evidence: CapabilityEvidence | undefined): string {
  const declared = `the declared score, ${scoreWords(draft.score)}`;
  if (draft.learned && !evidence?.learned) return `Until something is seen, the router goes by ${declared}.`;
  const sameDeclared = evidence?.declared === draft.score;
  // The learned score is worked out from the declared one, by the hub.
  const learned = sameDeclared
    ? `the learned score, ${scoreWords(evidence?.learned?.score ?? null)}`
    : "the learned score, which begins from the declared one";
  const next = draft.learned ? learned : declared;
  const same = sameDeclared && evidence.used === (draft.learned ? "learned" : "declared");
  return same ? `The router goes by ${next}.` : `Once saved, the router goes by ${next}.`;
}
