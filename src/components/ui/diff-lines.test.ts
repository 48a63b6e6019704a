import { expect, it } from "vitest";
import { lineDiff } from "./diff-lines.ts";

const brief = (before: string, after: string) => lineDiff(before, after).map(({ kind, text }) => `${kind} ${text}`);

it("tells lines taken out from lines put in", () => {
  expect(brief("one\ntwo", "one\n2")).toEqual(["same one", "removed two", "added 2"]);
  expect(brief("", "one")).toEqual(["removed ", "added one"]);
});

it("a line end at the very end is a line that was added, nothing else", () => {
  expect(brief("one", "one\n")).toEqual(["same one", "added "]);
});

it("leaves out what is far from any change, and says how much", () => {
  const lines = Array.from({ length: 20 }, (_, i) => String(i));
  expect(brief(lines.join("\n"), lines.with(10, "ten").join("\n"))).toEqual([
    "gap 8",
    "same 8",
    "same 9",
    "removed 10",
    "added ten",
    "same 11",
    "same 12",
    "gap 7",
  ]);
  expect(brief("a\nb", "a\nb")).toEqual(["gap 2"]);
});
