/**
 * Cuts Markdown into its top-level blocks, so that a text that grows is parsed and drawn at its end
 * only. The blocks' `raw` put together is the text, whatever the text.
 */
import { Lexer, type Token, type Tokens } from "marked";

/** A list longer than this is drawn in pieces. */
const longListChars = 2_000;

export interface MarkdownBlock {
  readonly raw: string;
  /** Whether there is anything to draw: blank lines and link definitions are kept but draw nothing. */
  readonly kind: "markdown" | "code" | "definition" | "space";
  /** Of a fenced block: its text, and the language named after the fence. */
  readonly code?: { readonly text: string; readonly language: string };
  /** Of a link definition: the same in a form that every parser takes alike. */
  readonly definition?: string;
}

/** Blocks of `text`; those of `earlier`, a beginning of it, are taken over (the same objects) where they must be the same. */
export function splitBlocks(text: string, earlier: readonly MarkdownBlock[] = []): MarkdownBlock[] {
  const kept = earlier.slice(0, stableCount(earlier));
  const start = kept.reduce((sum, block) => sum + block.raw.length, 0);
  return [...kept, ...lexFrom(text.slice(start))];
}

/** More text can change the last block, and the one before it, when only blank lines or definitions lie between. */
function stableCount(blocks: readonly MarkdownBlock[]): number {
  let solid = 0;
  for (let i = blocks.length - 1; i >= 0; i -= 1) {
    const kind = blocks[i]?.kind;
    if (kind === "markdown" || kind === "code") solid += 1;
    if (solid === 2) return i;
  }
  return 0;
}

function lexFrom(text: string): MarkdownBlock[] {
  // The lexer knows only \n. The lengths stay the same, so its blocks can be cut from the text itself.
  const source = text.replace(/\r\n/g, " \n").replace(/\r/g, "\n");
  const blocks: MarkdownBlock[] = [];
  let at = 0;
  for (const token of tokensOf(source).flatMap(shortTokens)) {
    if (!source.startsWith(token.raw, at) || token.raw === "") break;
    blocks.push(blockOf(text.slice(at, at + token.raw.length), token));
    at += token.raw.length;
  }
  if (at < text.length) blocks.push({ raw: text.slice(at), kind: "markdown" });
  return blocks;
}

function tokensOf(source: string): Token[] {
  try {
    return new Lexer({ gfm: true }).blockTokens(source);
  } catch {
    return []; // It gave up on the text; all of it is then one block.
  }
}

/** A long list in several, each as long as is quick to draw again. Only where the items keep their numbers. */
function shortTokens(token: Token): Token[] {
  if (token.type !== "list" || token.raw.length <= longListChars) return [token];
  const { items, ordered } = token as Tokens.List;
  const numbers = items.map((item) => Number.parseInt(item.raw, 10));
  if (ordered && numbers.some((number, i) => number !== (numbers[0] ?? 0) + i)) return [token];
  const pieces: Token[] = [];
  let raw = "";
  let at = 0;
  for (const item of items) {
    if (!token.raw.startsWith(item.raw, at)) return [token];
    // What stands between two items (line ends) goes with the one before.
    const next = at + item.raw.length;
    const gap = /^\n*/.exec(token.raw.slice(next))?.[0] ?? "";
    raw += item.raw + gap;
    at = next + gap.length;
    if (raw.length > longListChars) {
      pieces.push({ type: "list", raw });
      raw = "";
    }
  }
  return raw === "" ? pieces : [...pieces, { type: "list", raw }];
}

function blockOf(raw: string, token: Token): MarkdownBlock {
  if (token.type === "space") return { raw, kind: "space" };
  if (token.type === "def") return { raw, kind: "definition", definition: definitionOf(token) };
  if (token.type === "code" && /^(```|~~~)/.test(raw)) {
    const [language = ""] = String(token.lang ?? "").split(/\s/, 1);
    return { raw, kind: "code", code: { text: token.text, language } };
  }
  return { raw, kind: "markdown" };
}

/** Empty when a part of it would need quoting: such a definition is left without effect. */
function definitionOf({ tag, href, title }: Token & { tag?: string; href?: string; title?: string }): string {
  if (!tag || /[[\]\\\n]/.test(tag) || href === undefined || /[<>\\\n]/.test(href)) return "";
  const quoted = title && !/["\\\n]/.test(title) ? ` "${title}"` : "";
  return `[${tag}]: <${href}>${quoted}`;
}
