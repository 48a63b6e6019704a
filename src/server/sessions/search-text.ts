/** Finding words in text: all of them, in any order and letter case. */

const fold = (text: string): string => text.normalize("NFC").toLowerCase();

const before = 50;
const length = 160;

export interface TextSearch {
  /** Where the words are, or null when not all of them are there. */
  find(text: string): { readonly excerpt: string } | null;
}

export function createTextSearch(q: string): TextSearch {
  const words = fold(q).split(/\s+/).filter(Boolean);
  return {
    find(text) {
      const folded = fold(text);
      const places = words.map((word) => folded.indexOf(word));
      if (places.includes(-1)) return null;
      return { excerpt: excerptAround(text, Math.min(...places)) };
    },
  };
}

/** One line of text around a place, with … where it was cut. */
function excerptAround(text: string, at: number): string {
  const from = at <= before ? 0 : at - before;
  const to = from + length;
  const cut = text.slice(from, to).replace(/\s+/g, " ").trim();
  return `${from > 0 ? "…" : ""}${cut}${to < text.length ? "…" : ""}`;
}
