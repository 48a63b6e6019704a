import { expect, test } from "vitest";
import { splitMarks } from "./split-marks.ts";

const marked = (text: string, q: string) =>
  splitMarks(text, q)
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join("");

test("every word is marked, whatever its case and however often", () => {
  expect(marked("The walls of Troy; the WALL fell", "wall troy")).toBe("The [wall]s of [Troy]; the [WALL] fell");
});

test("the longer of two words that begin alike is marked whole", () => {
  expect(marked("a wallflower", "wall wallflower")).toBe("a [wallflower]");
});

test("signs of a pattern are only letters", () => {
  expect(marked("price (2.50) or 2x50", "(2.50)")).toBe("price [(2.50)] or 2x50");
});

test("without words nothing is marked", () => {
  expect(marked("text", "  ")).toBe("text");
});
