/**
 * Patterns of routing rules are RE2's: an admin writes them, everybody's messages meet them, and RE2 takes time
 * proportional to the text, whatever the pattern.
 */
import { RE2JS, RE2JSException } from "re2js";

/** RE2's own measure of a pattern. Time is proportional to it too: repeats such as `(.{1,500}){1,2}` make it large. */
const largestProgram = 1000;

/** Characters of a message that a pattern sees. */
export const readChars = 16_384;

export type Pattern = { readonly found: (message: string) => boolean } | { readonly problem: string };

export function compilePattern(pattern: string): Pattern {
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
    if (compiled.programSize() > largestProgram) {
      return { problem: "is too large for every message to be held against it: use fewer or smaller repeats" };
    }
    return { found: (message) => compiled.matcher(message.slice(0, readChars)).find() };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { problem: `is not a regular expression of RE2 (${error.message})` };
  }
}
