import { splitMarks } from "./split-marks.ts";

/** Text with the words that were searched for marked. */
export function Marked({ text, q }: { text: string; q: string }) {
  return splitMarks(text, q).map((piece, i) =>
    piece.marked ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move.
      <mark key={i} className="rounded-xs bg-warn/25 text-ink">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}
