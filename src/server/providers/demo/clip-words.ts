/** The first `words` words of `text` on one line, at most `chars` code points, with "…" when that cut it. */
export function clipWords(text: string, words: number, chars = 80): string {
  const flat = text.trim().split(/\s+/, words + 1);
  const some = Array.from(flat.slice(0, words).join(" "));
  return some.length > chars || flat.length > words ? `${some.slice(0, chars).join("")}…` : some.join("");
}
