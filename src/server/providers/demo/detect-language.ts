/**
 * Guesses the language of a piece of code from marks that are rare elsewhere.
 *
 * Honest before clever: fewer than two different marks, or a tie, is "unknown".
 */
const marks: Readonly<Record<string, readonly RegExp[]>> = {
  Python: [
    /^\s*(?:async )?def \w+\(.*\).*:/m,
    /^\s*(?:from [\w.]+ import \S|import [\w.]+(?: as \w+)?\s*$)/m,
    /^\s*class \w+(?:\(.*\))?:\s*$/m,
    /^\s*(?:elif .+|else|try|except.*|if .+|for \w[\w, ]* in .+|while .+|with .+):\s*(?:#.*)?$/m,
    /\bself\.\w|\b__\w+__\b|\bNone\b|\bprint\(/,
    /^#!.*\bpython/,
  ],
  JavaScript: [
    /^\s*(?:export )?(?:const|let|var) [\w{[].*=/m,
    /=>|\bfunction\b\s*\*?\s*\w*\(/,
    /\b(?:require\(['"]|module\.exports\b)|^\s*(?:import|export) .*['"{]/m,
    /\bconsole\.\w+\(|\bdocument\.\w|===|\bawait \w|\basync function\b|\bJSON\.\w+\(/,
    /^#!.*\bnode\b/,
  ],
  Go: [/^package \w+\s*$/m, /^func (?:\(\w+ \*?\w+\) )?\w+\(/m, /\w :=\s/, /^type \w+ (?:struct|interface) \{/m],
  Rust: [
    /^\s*(?:pub(?:\(\w+\))? )?(?:async )?fn \w+/m,
    /\blet mut \w|\bimpl\b.*\{|&mut |&'?\w*str\b/,
    /\b\w+::\w+|\b(?:println|vec|format|panic)!/,
    /^\s*(?:use [\w:{}, *]+;|#\[\w+.*\]|(?:pub )?(?:struct|enum|trait) \w+)/m,
  ],
  Java: [
    /^\s*(?:public|private|protected) (?:static |final |abstract )*[\w<>[\]]+ \w+\(/m,
    /^\s*import (?:static )?[a-z]\w*(?:\.\w+)+(?:\.\*)?;/m,
    /^\s*(?:public )?(?:final |abstract )?(?:class|interface|record|enum) \w+.*\{/m,
    /\bSystem\.out\.|\bpublic static void main\b|@Override\b/,
  ],
  "C#": [
    /^\s*using [A-Z]\w*(?:\.\w+)*;/m,
    /^\s*namespace [\w.]+[;{\s]/m,
    /\bConsole\.(?:Write|Read)|\{ get;|\bstring\[\] args\b/,
    /^\s*(?:public|private|internal) (?:static |sealed |async )*(?:class|void|string|int|Task\b)/m,
  ],
  C: [
    /^\s*#include\s*[<"]\w[\w/]*\.h[>"]/m,
    /\b(?:printf|malloc|free|strlen|memcpy|fprintf)\(/,
    /^\s*(?:static |const |unsigned )*(?:int|void|char|float|double|size_t|struct \w+)\s+\*?\w+\(.*/m,
    /^\s*#define \w+|^\s*typedef struct\b|\w->\w/m,
  ],
  "C++": [
    /^\s*#include\s*<(?:iostream|vector|string|map|memory|algorithm|utility|optional)>/m,
    /\bstd::\w/,
    /^\s*(?:template\s*<|using namespace \w+;|namespace \w+\s*\{)/m,
    /\b(?:cout|cin|cerr)\b|\w::~?\w+\(|^\s*(?:public|private|protected):\s*$/m,
  ],
  Ruby: [
    /^\s*def (?:self\.)?\w+[?!]?(?:\(.*\))?\s*$/m,
    /^\s*end\s*$/m,
    /^\s*(?:require(?:_relative)? ['"]|attr_\w+ :|puts\b)/m,
    /\bdo \|[\w, ]+\||@\w+ =|\.each\b|\.nil\?/,
  ],
  PHP: [/<\?php/, /\$\w+\s*=[^=]/, /\$this->\w|\becho\s+[$'"]/, /^\s*(?:public |private )?function \w+\(.*\$/m],
  Kotlin: [
    /^\s*(?:private |override |suspend )*fun (?:\w+\.)?\w+\(/m,
    /^\s*va[lr] \w+(?:: \w+\??)? =/m,
    /\bprintln\(|\bdata class\b|\bwhen \(.*\) \{|\?\.\w|\bfun main\b/,
  ],
  Shell: [
    /^#!.*\b(?:ba|z|da)?sh\b/,
    /^\s*(?:if|while) \[\[? .+ \]\]?/m,
    /^\s*(?:fi|done|esac)\s*$/m,
    /\$\{?\w+\}?/,
    /^\s*(?:echo|export|set -\w+|cd|grep|sudo|local) /m,
    /^\s*\w+\(\) \{/m,
  ],
  SQL: [
    /^\s*(?:select\b[\s\S]+?\bfrom|insert into|update \w+ set|delete from)\b/im,
    /^\s*(?:create|alter|drop) (?:or replace )?(?:table|index|view|function)\b/im,
    /\b(?:where|group by|order by|primary key|left join|inner join|values)\b[\s\S]*;\s*$/i,
    /\b(?:varchar|integer|not null|references)\b/i,
  ],
  HTML: [/<!doctype html/i, /<(?:html|head|body|div|span|p|a|ul|li|section|form)\b[^>]*>/i, /<\/\w+>/],
  CSS: [
    /^\s*[.#]?[\w-]+(?:[ ,.:>#][^{};]*)?\{/m,
    /^\s*[\w-]+:\s*[^;{}]+;\s*$/m,
    /\b\d+(?:px|rem|em|vh)\b|#[0-9a-f]{3,8};/i,
  ],
};
const typescriptMark =
  /^\s*(?:export )?(?:interface \w+.*\{|type \w+.* =)|\w\??: (?:string|number|boolean|unknown|void|Promise<|\w+\[\])|\bas const\b|\bimport type\b/m;
const sampleChars = 10_000;
const lineChars = 200;

const tags: Readonly<Record<string, string>> = {
  py: "Python",
  js: "JavaScript",
  jsx: "JavaScript",
  ts: "TypeScript",
  tsx: "TypeScript",
  golang: "Go",
  rs: "Rust",
  cs: "C#",
  csharp: "C#",
  cpp: "C++",
  rb: "Ruby",
  kt: "Kotlin",
  sh: "Shell",
  bash: "Shell",
};
const languages = [...Object.keys(marks), "TypeScript", "JSON"];

/**
 * The language's name, or "unknown". What the author's fence says holds when it names a language known
 * here; else the beginning is looked at.
 */
export function detectLanguage(code: string, tag: string | null = null): string {
  const name = tag?.toLowerCase() ?? "";
  const told = new Map(Object.entries(tags)).get(name) ?? languages.find((language) => language.toLowerCase() === name);
  return told ?? guessLanguage(code);
}

function guessLanguage(code: string): string {
  const sample = code
    .slice(0, sampleChars)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.slice(0, lineChars))
    .join("\n");
  if (isJson(code)) return "JSON";
  const [first, second] = Object.entries(marks)
    .map(([language, patterns]) => ({ language, score: patterns.filter((mark) => mark.test(sample)).length }))
    .sort((a, b) => b.score - a.score);
  if (!first || first.score < 2 || first.score === second?.score) return "unknown";
  return first.language === "JavaScript" && typescriptMark.test(sample) ? "TypeScript" : first.language;
}

function isJson(code: string): boolean {
  if (!/^\s*[[{]/.test(code)) return false;
  try {
    JSON.parse(code);
    return true;
  } catch {
    return false;
  }
}
