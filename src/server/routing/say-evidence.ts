/** Evidence in words people understand: what they wrote themselves, or a fact about its shape. Never long quotes. */
import type { RouteEvidence } from "#contract/routing.ts";
import type { Evidence } from "./model.ts";

export interface SaidEvidence {
  readonly kind: Evidence["kind"];
  /** `stack trace`, `several lines`. */
  readonly feature: string;
  /** How far it speaks for the capability, in logits; always above 0. */
  readonly weight: number;
}

type Said = Pick<SaidEvidence, "kind" | "feature">;

const shownItems = 5;
const shownChars = 40;
/** What says nothing to a reader by itself, however telling it is in statistics. */
const fillers = new Set(
  `a about all am an and any are as at be been but by can could did do does for from get had has have he her him his how
  i i'd i'm if in into is it it's its just me my no not of on one or other our out please pls s she should so some t than that
  the their them then there they this those to up us was we were what when where which who why will with would you your`.split(
    /\s+/,
  ),
);

/** The strongest first, at most five, no word twice. */
export function sayEvidence(evidence: readonly Evidence[]): SaidEvidence[] {
  const said: SaidEvidence[] = [];
  const used = new Set<string>();
  for (const { kind, feature, weight } of evidence) {
    if (said.length === shownItems || weight <= 0) break;
    const told = kind === "shape" ? sayShape(feature) : sayWords(feature);
    const words = told ? told.feature.split(" ") : [];
    if (!told || words.some((word) => used.has(word) && !fillers.has(word))) continue;
    for (const word of words) used.add(word);
    said.push({ ...told, weight: Math.round(weight * 100) / 100 });
  }
  return said;
}

export function quotedOrNamed({ kind, feature }: RouteEvidence): string {
  if (kind === "shape") return feature;
  return kind === "words" ? `“${feature}”` : `requests like “${cut(feature)}”`;
}

/** That a text has eight words convinces nobody. */
const sayShape = (feature: string): Said | null => (feature.startsWith("about ") ? null : { kind: "shape", feature });

function sayWords(feature: string): Said | null {
  if (feature === "⟦number⟧") return { kind: "shape", feature: "its numbers" };
  if (feature === "⟦code⟧") return { kind: "shape", feature: "a fenced block of code" };
  if (/^[{}()=;<>|&#]$/.test(feature)) return { kind: "shape", feature: "brackets and operators" };
  if (/^[$€£%]$/.test(feature)) return { kind: "shape", feature: "an amount" };
  const words = feature.split(" ");
  const readable = words.every((word) => /^[\p{L}][\p{L}\p{N}'’_]*$/u.test(word));
  if (!readable || words.every((word) => fillers.has(word))) return null;
  return { kind: "words", feature: cut(feature) };
}

const cut = (text: string): string => (text.length > shownChars ? `${text.slice(0, shownChars)}…` : text);
