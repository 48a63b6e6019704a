/**
 * Cuts what a user wrote into clauses that each say or ask one thing.
 *
 * `asks` is true only for the clause that a question mark ends: in "my name is Ann, what is yours?" the
 * first clause still tells something.
 */
export interface Clause {
  readonly text: string;
  readonly asks: boolean;
}

const sentenceEnd = /(?<=[.!?])\s+|[\n;]+/;
const nextClause =
  /(?:,\s*|\s+)(?:(?:and|but)\s+)(?=(?:my|our|i|i'm|we|remember|please|what|who|where|when|which|do|tell|can|could)\b)|,\s*(?=(?:my|our|i|i'm|we|remember|please|what|who|where|when|which|do|tell|can|could)\b)/i;
/** Words before the point that say nothing of their own. */
const opening =
  /^(?:(?:hi|hello|hey|there|ok|okay|well|so|also|and|but|actually|no|yes|sorry|by the way|btw|fyi|correction|now|just|please note that|note that|you should know that|for context)\b[\s,:!–-]*)+/i;

/** Nobody states a simple fact in a longer sentence, and no input may make reading slow. */
const longestRead = 1000;

export const splitSentences = (text: string): string[] =>
  text
    .replaceAll("’", "'")
    .split(sentenceEnd)
    .filter((sentence) => sentence.length <= longestRead)
    .map((sentence) => sentence.replace(/\s+/g, " ").replace(opening, "").trim())
    .filter((sentence) => sentence !== "");

export const splitClauses = (sentence: string): Clause[] => {
  const parts = sentence.split(nextClause);
  return parts.map((part, i) => ({
    text: part.replace(opening, "").trim(),
    asks: i === parts.length - 1 && part.trimEnd().endsWith("?"),
  }));
};
