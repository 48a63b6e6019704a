/** A line diff with the unchanged stretches cut to what stands next to a change. */
import { diffLines } from "diff";

export interface DiffLine {
  /** `gap`: unchanged lines that are left out; the text is their number. */
  readonly kind: "same" | "removed" | "added" | "gap";
  readonly text: string;
}

/** Unchanged lines shown on each side of a change. */
const around = 2;

export function lineDiff(before: string, after: string): DiffLine[] {
  // Without a line end of its own the last line would differ from the same line with one.
  const lines = diffLines(`${before}\n`, `${after}\n`).flatMap(({ value, added, removed }) =>
    value
      .split("\n")
      .slice(0, -1)
      .map((text): DiffLine => ({ kind: added ? "added" : removed ? "removed" : "same", text })),
  );
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - around), i + around + 1).some((line) => line.kind !== "same"),
  );
  const shown: DiffLine[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (line && near[i]) {
      shown.push(line);
      continue;
    }
    const from = i;
    while (i + 1 < lines.length && !near[i + 1]) i += 1;
    shown.push({ kind: "gap", text: String(i - from + 1) });
  }
  return shown;
}
