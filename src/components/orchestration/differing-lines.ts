import { structuredPatch } from "diff";
import type { Orchestration } from "#contract/orchestration.ts";
import { canonicalJson } from "./canonical-json.ts";
import { groups } from "./changed-groups.ts";

export interface DifferingLine {
  readonly key: string;
  /** `−` only before, `+` only after, a space in both. */
  readonly mark: "+" | "−" | " ";
  readonly text: string;
}

/** Lines of the document around a difference that are shown with it. */
const context = 3;

const document = (settings: Orchestration): string =>
  canonicalJson(Object.fromEntries(groups.map(([key]) => [key, settings[key]])));

/** The lines in which two documents differ, with a few around them; parts left out are a line "⋯". Empty when they do not differ. */
export function differingLines(before: Orchestration, after: Orchestration): readonly DifferingLine[] {
  const { hunks } = structuredPatch("", "", `${document(before)}\n`, `${document(after)}\n`, "", "", { context });
  return hunks.flatMap(({ lines, oldStart }, i) => [
    ...(i > 0 ? [{ key: `${oldStart} gap`, mark: " " as const, text: "⋯" }] : []),
    ...lines.map((line, n) => ({ key: `${oldStart} ${n}`, mark: markOf(line), text: line.slice(1) })),
  ]);
}

const markOf = (line: string): DifferingLine["mark"] => (line.startsWith("+") ? "+" : line.startsWith("-") ? "−" : " ");
