/**
 * Answers questions about what the user said, from learned facts alone: what was not said is named as
 * such, never guessed.
 */
import { clipWords } from "./clip-words.ts";
import { type Facts, factKey } from "./learn-facts.ts";
import { splitClauses, splitSentences } from "./split-clauses.ts";

export interface RecallAnswer {
  readonly text: string;
  /** False when it says that nothing was told. */
  readonly known: boolean;
}

const askedName =
  /\b(?:what(?:'s| is| was)|whats|tell me|know|remember|recall|say|remind me of)\s+(?:what )?my name\b|\bwhat my name is\b|\bwho am i\b|\bwhat am i called\b/i;
const askedHome = /\bwhere (?:do|did) (?:i|we) live\b|\bwhere (?:i|we) live\b/i;
const askedMemory = /\bwhat (?:did|have|had|should|do|must|were|are) (?:i|you|we)\b.*\bremember\b/i;
const thing = "((?:[\\p{L}\\d'-]+\\s+){0,4}?[\\p{L}\\d'-]+?)";
const askedThing = [
  new RegExp(
    `\\b(?:what|whats|when|who|which|where)(?:'s|'re| is| are| was)?\\s+(my|our|the)\\s+${thing}(\\s+called|\\s+named)?(?:\\s+(?:is|are))?\\s*[?.!]*$`,
    "iu",
  ),
  new RegExp(
    `\\b(?:know|remember|recall|tell me|remind me of)\\s+(?:(?:what|when|who|which)\\s+)?(my|our|the)\\s+${thing}(\\s+called|\\s+named)?(?:\\s+(?:is|are))?\\s*[?.!]*$`,
    "iu",
  ),
];

/** An answer for each question in `text` that asks for something the user may have said, in order. */
export const answerRecall = (text: string, facts: Facts): RecallAnswer[] =>
  splitSentences(text)
    .flatMap(splitClauses)
    .map((clause) => answerClause(clause.text, facts))
    .filter((answer) => answer !== null);

function answerClause(clause: string, { values, remembered }: Facts): RecallAnswer | null {
  if (askedMemory.test(clause)) {
    const list = remembered.slice(-3).map((item) => `“${clipWords(item, 14)}”`);
    return list.length > 0
      ? { known: true, text: `You asked me to remember: ${list.join("; ")}.` }
      : { known: false, text: "You have not asked me to remember anything in the messages I was given." };
  }
  if (askedName.test(clause)) return told("your name", values.get("name"));
  if (askedHome.test(clause)) return told("where you live", values.get("home"));
  const [, whose, what, called] = askedThing.map((pattern) => pattern.exec(clause)).find((match) => match) ?? [];
  if (whose === undefined || what === undefined) return null;
  const shared = whose.toLowerCase() === "the";
  const key = factKey(called ? `${what}'s name` : what);
  const value = (shared ? values.get(`the ${key}`) : undefined) ?? values.get(key);
  // "What is the capital?" asks the world, not the conversation, unless the conversation said it.
  if (shared && value === undefined) return null;
  return told(`${shared ? "the" : "your"} ${clipWords(what, 5)}${called ? "'s name" : ""}`, value);
}

const told = (what: string, value: string | undefined): RecallAnswer =>
  value === undefined
    ? { known: false, text: `You have not told me ${what} in the messages I was given.` }
    : { known: true, text: `You told me ${what}: **${clipWords(value, 14)}**.` };
