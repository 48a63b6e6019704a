import { describe, expect, test } from "vitest";
import { findCode } from "./find-code.ts";

describe("finding code", () => {
  test("fenced blocks are taken out whole, with what the fence says", () => {
    const found = findCode("Look:\n```py\nx = 1\n```\nand\n~~~\ny\n~~~\nthanks");
    expect(found.blocks).toEqual([
      { code: "x = 1\n", tag: "py" },
      { code: "y\n", tag: null },
    ]);
    expect(found.prose.split(/\s+/)).toEqual(["Look:", "and", "thanks"]);
  });

  test("a fence that nothing closes runs to the end", () => {
    expect(findCode("```\na\nb").blocks).toEqual([{ code: "a\nb", tag: null }]);
  });

  test("a file piped in is one block, every line of it", () => {
    const file = '"""Tools for numbers.\n\nNothing here is fast.\n"""\nimport os\n\ndef f(x):\n    return x\n';
    expect(findCode(file).blocks[0]?.code).toBe(file.trimEnd());
  });

  test("the words around bare code stay words", () => {
    const found = findCode("Please review this.\n\nfunction f() {\n  return 1;\n}\n\nIs it any good?");
    expect(found.blocks[0]?.code).toBe("function f() {\n  return 1;\n}");
    expect(found.prose).toMatch(/^Please review this\.\s+Is it any good\?$/);
  });

  test("a single definition is code", () => {
    expect(findCode("def add(a, b): return a + b").blocks).toHaveLength(1);
  });

  test.each([
    "What is my name?",
    "My name is Casey (Cas for short); I live in Porto.",
    "Plan:\n- buy milk\n- class starts at nine\n\nThanks!",
    "Class action lawsuits are slow.\nFunction follows form.",
    "For example: when does it end?\nFrom my perspective, never.",
    "",
  ])("ordinary writing is not code: %j", (text) => {
    expect(findCode(text)).toEqual({ blocks: [], prose: text });
  });
});
