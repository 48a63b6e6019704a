/**
 * Tells pasted code from the words around it: fenced blocks first, else code that stands bare, as a shell
 * pipes it. In doubt it is words.
 */
import { detectLanguage } from "./detect-language.ts";

export interface FoundCode {
  /** Each block with its fence's tag; null for bare code and bare fences. */
  readonly blocks: readonly { readonly code: string; readonly tag: string | null }[];
  /** The message without them. */
  readonly prose: string;
}

const fence = /^[ \t]*(`{3,}|~{3,})[ \t]*([\w+#-]*)[^\n`]*\n([\s\S]*?)(?:^[ \t]*\1[`~]*[ \t]*$|$(?![\s\S]))/gm;

const functionLine =
  /^\s*(?:export |default |public |private |static |async |pub )*(?:def|fn|func|fun|function)\s+\w+\s*[(<]/;
const codeLine = [
  /[;{}]\s*$/,
  /^\s*[)\]}]+[;,)]*\s*$/,
  /^\s*(?:from [\w.]+ import |#include\b|#!\/|<\?php|<\/?[a-z!][^>]*>|\/\/|\/\*| \*\/)/i,
  /^\s*import [\w.{*"']+(?:\s*$|;| as | from )/,
  functionLine,
  /^\s*(?:export |default |public |abstract |pub )*(?:class|interface|struct|enum|impl|trait)\s+\w+(?:\s*[({:<]| extends | implements |\s*$)/,
  /^\s*(?:if|elif|else|for|while|try|except|with|switch|catch|finally)\b.*:\s*(?:#.*)?$/,
  /^\s*(?:const|let|var|val|int|char|float|double|bool|string)\s+[\w*[\]{},: ]+\s*=/,
  /^\s*[\w.$[\]"']+(?:\s*:\s*[\w<>[\]]+)?\s*(?:=|:=|\+=|-=)\s*\S/,
  /^\s*[\w.$]+\(.*\)\s*;?$/,
  /^\s*(?:return|raise|yield|await|puts|print|echo|require)\b\s+["'$(\w[{]\S*(?:\s*[-+*/%(.,=].*)?$/,
  /^\s*(?:end|fi|done|esac|pass|break|continue|then|else)\s*$/,
  /^\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER|DROP|FROM|WHERE)\b/,
  /^package \w+$/,
  /^\s*"[^"]*"\s*:\s*\S/,
];
const longestRead = 500;
const isCodeLine = (line: string): boolean =>
  line.length <= longestRead && codeLine.some((pattern) => pattern.test(line));
const isProseLine = (line: string): boolean =>
  line.trim() === "" || (/^\p{L}/u.test(line) && !isCodeLine(line) && (/[:.?!]$/.test(line) || / \S+ /.test(line)));

export function findCode(text: string): FoundCode {
  const fenced = [...text.matchAll(fence)].map(([, , tag, code = ""]) => ({ code, tag: tag ? tag : null }));
  if (fenced.length > 0) return { blocks: fenced, prose: text.replace(fence, "").trim() };
  return bareCode(text) ?? { blocks: [], prose: text };
}

function bareCode(text: string): FoundCode | null {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => !isProseLine(line));
  const end = lines.findLastIndex((line) => !isProseLine(line)) + 1;
  const inside = lines.slice(Math.max(start, 0), end);
  const filled = inside.filter((line) => line.trim() !== "");
  const codeLines = filled.filter(isCodeLine).length;
  const code = inside.join("\n");
  const plainlyCode = () => filled.some((line) => functionLine.test(line)) || detectLanguage(code) !== "unknown";
  const enough = codeLines >= Math.max(2, filled.length * 0.4);
  if (!enough && !(codeLines >= Math.max(1, filled.length * 0.2) && plainlyCode())) return null;
  return { blocks: [{ code, tag: null }], prose: [...lines.slice(0, start), ...lines.slice(end)].join("\n").trim() };
}
