/** What an entry of the registry says of its own capabilities. */
import type { Capabilities } from "./specialist.ts";

type Declared = Pick<Capabilities, "primary" | "scores"> & { readonly learned?: readonly string[] | undefined };

/** Those it has: its primary ones, those with a score, and those whose score is learned. */
export const capabilityNames = ({ primary, scores, learned = [] }: Declared): Set<string> =>
  new Set([...primary, ...Object.keys(scores), ...learned]);

/** 0..1; null when none was declared. A name such as `constructor` is not one of the object's own. */
export const declaredScore = ({ scores }: Pick<Declared, "scores">, capability: string): number | null =>
  Object.hasOwn(scores, capability) ? (scores[capability] ?? null) : null;
