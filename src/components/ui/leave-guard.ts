/** Asks before a page with unsaved work is left, whichever way. */

const questions = new Set<() => string | null>();

/** `question` gives what to ask, or null when there is nothing to lose. Returns what takes it back. */
export function guardLeaving(question: () => string | null): () => void {
  questions.add(question);
  return () => void questions.delete(question);
}

/** Whether anything would be lost by leaving. */
export const wouldLose = (): boolean => [...questions].some((question) => question() !== null);

/** Asks where something would be lost; true when the page may be left. For links that are followed by code. */
export const mayLeave = (): boolean =>
  [...questions].every((question) => {
    const words = question();
    return words === null || confirm(words);
  });
