/**
 * Names what a piece of code defines, by the way definitions begin in its language.
 *
 * Line by line, and only lines of ordinary length, so that no input can make it slow.
 */
export interface Definitions {
  /** Functions and methods, in order, each name once. */
  readonly functions: readonly string[];
  /** Classes, structs, interfaces, enums, traits and the like. */
  readonly types: readonly string[];
}

interface Forms {
  readonly functions: readonly RegExp[];
  readonly types: readonly RegExp[];
}

const scriptTypes = [/^\s*(?:export )?(?:default )?(?:abstract )?(?:class|interface|enum) (\w+)/];
const script: Forms = {
  functions: [
    /^\s*(?:export )?(?:default )?(?:async )?function(?:\s*\*\s*|\s+)(\w+)/,
    /^\s*(?:export )?(?:const|let|var) (\w+)(?:: [^=]+)? = (?:async )?(?:function\b|(?:\([^)]*\)|\w+)(?:: [^=]+)? =>)/,
    /^\s+(?:(?:public|private|protected|static|async|override|get|set) )*\*?#?(\w+)\([^)]*\)(?:: [^{]+)? \{\s*$/,
  ],
  types: scriptTypes,
};
const typed: Forms = {
  functions: [
    /^\s*(?:[\w<>[\],:~*&]+\s+)+\**&?(?:\w+::)?~?(\w+)\s*\([^;]*[{,(]\s*$/,
    /^\s*(?:[\w<>[\],:~*&]+\s+)+\**&?(?:\w+::)?~?(\w+)\s*\([^;]*\)(?: const| noexcept| throws [\w, ]+)*\s*(?:\{.*)?$/,
  ],
  types: [
    /^\s*(?:(?:public|private|protected|internal|static|final|abstract|sealed|partial|typedef)\s+)*(?:class|interface|struct|enum class|enum|record|union)\s+(\w+)[^;()]*\{?\s*$/,
  ],
};

const forms: Readonly<Record<string, Forms>> = {
  Python: { functions: [/^\s*(?:async )?def (\w+)/], types: [/^\s*class (\w+)/] },
  JavaScript: script,
  TypeScript: { ...script, types: [...scriptTypes, /^\s*(?:export )?type (\w+)(?:<.*>)? =/] },
  Go: { functions: [/^func (?:\([^)]*\) )?(\w+)/], types: [/^\s*type (\w+) /] },
  Rust: {
    functions: [/^\s*(?:pub(?:\(\w+\))? )?(?:const |async |unsafe )*fn (\w+)/],
    types: [/^\s*(?:pub(?:\(\w+\))? )?(?:struct|enum|trait|union) (\w+)/],
  },
  Java: typed,
  "C#": typed,
  C: typed,
  "C++": typed,
  Ruby: { functions: [/^\s*def (?:self\.)?(\w+[?!]?)/], types: [/^\s*(?:class|module) (\w+)/] },
  PHP: {
    functions: [/^\s*(?:(?:public|private|protected|static|final|abstract) )*function &?(\w+)/],
    types: [/^\s*(?:(?:final|abstract) )*(?:class|interface|trait|enum) (\w+)/],
  },
  Kotlin: {
    functions: [/^\s*(?:\w+ )*fun (?:<.*> )?(?:\w+\.)?(\w+)/],
    types: [/^\s*(?:(?:data|sealed|open|abstract|enum|private) )*(?:class|interface|object) (\w+)/],
  },
  Shell: { functions: [/^\s*(?:function )?([\w-]+)\s*\(\)\s*\{?/, /^\s*function ([\w-]+)/], types: [] },
};

const notNames = new Set(
  "if else for while switch catch return throw function constructor sizeof do try await yield case using lock foreach".split(
    " ",
  ),
);
const longestRead = 300;

/** What `code` defines; null when nothing is known about the language's definitions. */
export function listDefinitions(code: string, language: string): Definitions | null {
  const form = forms[language];
  if (!form) return null;
  const lines = withoutComments(code)
    .split("\n")
    .filter((line) => line.length <= longestRead);
  return { functions: namesIn(lines, form.functions), types: namesIn(lines, form.types) };
}

/** Docstrings and block comments may hold example code; what is in them is not defined. */
const withoutComments = (code: string): string =>
  code.replace(/"""[\s\S]*?"""|'''[\s\S]*?'''/g, "").replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, "");

function namesIn(lines: readonly string[], patterns: readonly RegExp[]): string[] {
  const names = new Set<string>();
  for (const line of lines) {
    if (/^\s*(?:return|else|throw|new|await|\/\/)\b/.test(line)) continue;
    const name = patterns.map((pattern) => pattern.exec(line)?.[1]).find((found) => found !== undefined);
    if (name !== undefined && !notNames.has(name)) names.add(name);
  }
  return [...names];
}
