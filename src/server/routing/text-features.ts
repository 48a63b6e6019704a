/**
 * What the router sees of a text: named features, each a lexical fact that can be pointed at. Words, pairs of
 * neighbouring words, runs of three to five letters within a word (they stand in for stems, and forgive typos),
 * the first two words, and the shape of the message.
 *
 * A feature's name is its kind, a colon, and what it is of. Of a long text only the two ends are read: that is
 * where people say what they want, and it bounds the time.
 */

/** Characters read at the beginning and at the end of a text; what is between is never looked at. */
export const readAtStart = 2000;
export const readAtEnd = 1000;

/** Called for each occurrence; `word` is the word a run of letters is taken from, otherwise what `name` is of. */
export type SeeFeature = (name: string, word: string) => void;

const lettersPerRun = [3, 4, 5];
/** Longer ones are identifiers, hashes, encoded data: their runs of letters say nothing. */
const longestWord = 40;
const tokens = /[\p{L}\p{N}_]+(?:['’]\p{L}+)?|[{}()=;<>$|&#%€£?!]|⟦code⟧/gu;

/** `known` remembers the runs of letters of each word: for whoever reads thousands of texts. */
export function seeFeatures(text: string, see: SeeFeature, known?: Map<string, readonly string[]>): void {
  const read = endsOf(text);
  const lower = read.normalize("NFKC").toLowerCase();
  // A fenced block counts as one word: what is in it is quoted, not asked.
  const words = (lower.replace(/```[\s\S]*?(?:```|$)/g, " ⟦code⟧ ").match(tokens) ?? []).map((token) =>
    /^\p{N}+$/u.test(token) ? "⟦number⟧" : token.slice(0, longestWord),
  );
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    const next = words[i + 1];
    see(`word:${word}`, word);
    if (next !== undefined) see(`pair:${word} ${next}`, `${word} ${next}`);
    if (word.length > 3 && !word.startsWith("⟦")) {
      const runs = known?.get(word) ?? runsOf(word);
      known?.set(word, runs);
      for (const run of runs) see(run, word);
    }
  }
  const [first, second] = words;
  if (first !== undefined) see(`first:${first}`, first);
  if (first !== undefined && second !== undefined) see(`first:${first} ${second}`, `${first} ${second}`);
  for (const shape of shapesOf(read, words.length)) see(`shape:${shape}`, shape);
}

/** The start and the end of a long text, a short one whole. */
function endsOf(text: string): string {
  if (text.length <= readAtStart + readAtEnd) return text;
  return `${text.slice(0, readAtStart)}\n${text.slice(-readAtEnd)}`;
}

function runsOf(word: string): string[] {
  const edged = ` ${word} `;
  const runs: string[] = [];
  for (const length of lettersPerRun)
    for (let i = 0; i + length <= edged.length; i++) runs.push(`run:${edged.slice(i, i + length)}`);
  return runs;
}

const shapes: readonly [shape: string, pattern: RegExp][] = [
  ["a fenced block of code", /```/],
  ["lines that look like code", /[{};]\s*\n|\bdef \w+\(|=>|\bfunction\b.*\(/],
  [
    "the words of an error or a log",
    /\b(?:error|exception|traceback|panic|fatal|undefined|segfault)|\w(?:Error|Exception)\b/i,
  ],
  ["a path or an option of a command", /(?:^|\s)--?[a-z]|\/(?:var|etc|usr|home|tmp)\b|\.(?:log|txt|sh|csv)\b/i],
  ["several lines", /\n/],
  ["a question at the end", /\?\s*$/],
  ["a quotation", /[“"‘'][^“"‘’”']{10,}[”"’']/],
  ["many numbers", /(?:\d[^\d]*){9}/],
];

function shapesOf(text: string, words: number): string[] {
  const found = shapes.filter(([, pattern]) => pattern.test(text)).map(([shape]) => shape);
  const doublings = Math.min(6, Math.floor(Math.log2(words + 1)));
  return [...found, `about ${2 ** doublings} words`];
}
