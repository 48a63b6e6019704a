import { type DiffLine, lineDiff } from "./diff-lines.ts";

const looks = {
  same: "text-muted",
  removed: "bg-danger-soft",
  added: "bg-good/12",
  gap: "text-muted",
} as const;

/** Two texts as one list of lines: taken out, put in, unchanged. */
export function LineDiff({ before, after }: { before: string; after: string }) {
  return (
    <div className="mt-1 overflow-hidden rounded-md border border-line bg-canvas py-1 font-mono text-xs leading-relaxed">
      {lineDiff(before, after).map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text never move.
        <Line key={i} line={line} />
      ))}
    </div>
  );
}

function Line({ line: { kind, text } }: { line: DiffLine }) {
  const body = <span className="min-w-0 flex-1 whitespace-pre-wrap [overflow-wrap:anywhere]">{text || " "}</span>;
  return (
    <div className={`flex px-2 ${looks[kind]}`}>
      <span aria-hidden="true" className="w-4 shrink-0 select-none">
        {kind === "removed" ? "−" : kind === "added" ? "+" : ""}
      </span>
      {kind === "removed" && <del className="min-w-0 flex-1 no-underline">{body}</del>}
      {kind === "added" && <ins className="min-w-0 flex-1 no-underline">{body}</ins>}
      {kind === "same" && body}
      {kind === "gap" && <span>… {text === "1" ? "1 line" : `${text} lines`} unchanged</span>}
    </div>
  );
}
