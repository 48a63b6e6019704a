/**
 * Says what can be counted about pasted code. Every figure is of the text itself; what the code means, and
 * whether it is right, is left to a real model.
 */
import { clipWords } from "./clip-words.ts";
import { detectLanguage } from "./detect-language.ts";
import { listDefinitions } from "./list-definitions.ts";
import { plural } from "./plural.ts";

const namesShown = 5;
const todosShown = 6;

/** A Markdown list of facts about `code`; `tag` is what its fence calls it. */
export function describeCode(code: string, tag: string | null): string {
  const lines = code.replace(/\n$/, "").split("\n");
  const filled = lines.filter((line) => line.trim() !== "").length;
  const language = detectLanguage(code, tag);
  const definitions = listDefinitions(code, language);
  const todos = lines.flatMap((line, i) => (/\b(?:TODO|FIXME)\b/.test(line) ? [i + 1] : []));
  const widths = lines.map((line) => Array.from(line).length);
  const width = widths.reduce((a, b) => Math.max(a, b), 0);
  return [
    `- Language: ${language}; ${plural(lines.length, "line")}, ${filled} of them not blank.`,
    definitions && `- Functions: ${named(definitions.functions)}. Types: ${named(definitions.types)}.`,
    `- TODO or FIXME: ${todos.length === 0 ? "none" : `${todos.length}, on ${listed(todos)}`}.`,
    `- Longest line: ${widths.indexOf(width) + 1}, with ${plural(width, "character")}.`,
  ]
    .filter((line) => line !== null)
    .join("\n");
}

function named(names: readonly string[]): string {
  if (names.length === 0) return "none that I can see";
  const shown = names.slice(0, namesShown).map((name) => `\`${clipWords(name, 1, 40)}\``);
  return `${names.length} (${shown.join(", ")}${names.length > namesShown ? ", …" : ""})`;
}

const listed = (numbers: readonly number[]): string =>
  `${numbers.length === 1 ? "line" : "lines"} ${numbers.slice(0, todosShown).join(", ")}${numbers.length > todosShown ? ", …" : ""}`;
