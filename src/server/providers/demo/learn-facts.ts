/**
 * Picks simple facts out of what the user said: a name, a home, "my X is Y", and what to remember.
 *
 * Only statements in plain forms count; a question states nothing. What was said last holds. The caller
 * passes the user's own words only.
 */
import { splitClauses, splitSentences } from "./split-clauses.ts";

export interface Facts {
  /** By `factKey`: what "my …", "our …" or "the …" is, as the user put it; "the" is part of the key. */
  readonly values: ReadonlyMap<string, string>;
  /** What the user asked to remember, oldest first. */
  readonly remembered: readonly string[];
}

/** One spelling for a thing's name, so that a question finds it. */
export const factKey = (thing: string): string =>
  thing
    .toLowerCase()
    .replace(/\bfavorite\b/g, "favourite")
    .replace(/\s+/g, " ")
    .trim();

const remember =
  /^(?:(?:please|can you|could you|will you)\s+)*(?:remember|don't forget)(?:(?:\s+(?:that|this))\b[:,]?|:|(?=\s+(?:my|our|the|i)\b))\s*(.+)$/i;
const name =
  /^(?:my (?:full |first )?name(?:'s| is)|i(?:'m| am) (?:called|named)|(?:people |everyone |you can )?call me)\s+(.+)$/i;
const introduction = /^(?:[Ii]'m|[Ii] am)\s+(\p{Lu}[\p{L}'-]+(?:\s\p{Lu}[\p{L}'-]+)?)[.!]*$/u;
const home =
  /^(?:i|we)(?:'m|'re|'ve| am| are| have)?\s+(?:now |currently |still )?(?:live|living|(?:have |just )*moved)\s+(?:now )?(?:in|at|near|on|to)\s+(.+)$/i;
const property = /^(?:my|our)\s+((?:[\p{L}\d'-]+\s+){0,4}?[\p{L}\d'-]+)\s+(?:is|are|will be)\s+(.+)$/iu;
const favourite = /^(.+?)\s+(?:is|are)\s+my\s+(favou?rite\s.+)$/i;
const definition = /^(the\s+(?:[\p{L}\d'-]+\s+){0,4}?[\p{L}\d'-]+)\s+(?:is|are|will be)\s+(.+)$/iu;

export function learnFacts(texts: readonly string[]): Facts {
  const values = new Map<string, string>();
  const remembered: string[] = [];
  let introduced: string | undefined;
  const learn = (thing: string, said: string | undefined) => {
    const value = cleanValue(said ?? "");
    if (value !== "" && !/^(?:not|what|who|where|when|which)\b/i.test(value)) values.set(factKey(thing), value);
  };
  for (const sentence of texts.flatMap(splitSentences)) {
    const toRemember = remember.exec(sentence)?.[1];
    if (toRemember !== undefined) remembered.push(cleanValue(toRemember));
    for (const { text, asks } of splitClauses(toRemember?.replace(/\?+$/, "") ?? sentence)) {
      if (asks) continue;
      const called = name.exec(text)?.[1];
      const [, thing, value] = property.exec(text) ?? definition.exec(text) ?? [];
      const [, best, favouriteThing] = favourite.exec(text) ?? [];
      introduced = introduction.exec(text)?.[1] ?? introduced;
      if (called !== undefined) learn("name", properName(called));
      else if (home.test(text)) learn("home", untilNext(home.exec(text)?.[1] ?? ""));
      else if (thing !== undefined) learn(thing, value);
      else if (favouriteThing !== undefined) learn(cleanValue(favouriteThing), best);
      const alias = /^(?:called|named)\s+(.+)$/i.exec(value ?? "")?.[1];
      if (thing !== undefined && alias !== undefined) learn(`${thing}'s name`, alias);
    }
  }
  // "I'm Casey" may be a name or not ("I'm Dutch"); it serves only while nothing plainer was said.
  if (introduced !== undefined && !values.has("name")) values.set("name", introduced);
  return { values, remembered };
}

const cleanValue = (value: string): string =>
  value
    .replace(/^(?:now|actually|really)\s+/i, "")
    .replace(/^["'“*_`\s]+|["'”*_`\s.,!;:?]+$/g, "")
    .trim();

/** A capitalised name has up to four capitalised words; any other is one word. */
function properName(text: string): string {
  const value = cleanValue(text);
  return /^\p{Lu}[\p{L}'.-]*(?:\s+\p{Lu}[\p{L}'.-]*){0,3}/u.exec(value)?.[0] ?? value.split(/[\s,]/)[0] ?? "";
}

const untilNext = (value: string): string => value.split(/\s+(?:and|but|because|with|where)\s/i)[0] ?? value;
