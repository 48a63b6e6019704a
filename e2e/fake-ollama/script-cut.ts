/** Where a script's fault cuts the answer short, and how the exchange ends. Garbage cuts nothing. */
import type { Answer } from "./answer.ts";
import type { Script } from "./script.ts";

export const scriptCut = (script: Script): { cut: { tokens: number } | undefined; ending: Answer["ending"] } => {
  const { errorAfter, endAfter, resetAfter, garbageAfter, stallAfter } = script;
  if (errorAfter ?? endAfter) return { cut: errorAfter ?? endAfter, ending: "end" };
  if (resetAfter) return { cut: resetAfter, ending: "reset" };
  if (garbageAfter || !stallAfter) return { cut: undefined, ending: "end" };
  return { cut: stallAfter, ending: "stall" };
};
