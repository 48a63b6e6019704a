export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** Cuts `text` where any of the words of `q` begins or ends, whatever their case. */
export function splitMarks(text: string, q: string): Piece[] {
  const words = q
    .normalize("NFC")
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return [{ text, marked: false }];
  // The longest first: where one word begins with another, the whole of it is marked.
  const any = words
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("|");
  return text
    .normalize("NFC")
    .split(new RegExp(`(${any})`, "giu"))
    .map((piece, i) => ({ text: piece, marked: i % 2 === 1 }))
    .filter((piece) => piece.text !== "");
}
