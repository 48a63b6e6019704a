import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MarkdownBlock, splitBlocks } from "./split-blocks.ts";

const joined = (blocks: readonly MarkdownBlock[]) => blocks.map((block) => block.raw).join("");

const pieces = [
  ...["# Title", "text", "- item", "  - nested", "1. one", "> quote", "```ts", "```", "~~~", "---", "===", "| a | b |"],
  ...["|---|--:|", "[a]: https://a.example 'A'", "[see][a]", "<div>", "</div>", "    indented", "***", "\\", "**bold"],
  ...["\n", "\n\n", "\r\n", "\r", " ", "\t", "\0", "\u2028", "🦉", "[^1]: note", "- [x] done"],
];
const markdownish = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(""));
const lines = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join("\n"));
const anyText = fc.oneof(
  markdownish,
  lines,
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.string({ unit: "grapheme" }),
);

describe("splitting Markdown into blocks", () => {
  it("loses nothing: the blocks put together are the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(joined(splitBlocks(text))).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });

  it("loses nothing when the text grows in arbitrary steps", () => {
    fc.assert(
      fc.property(anyText, fc.array(fc.nat(), { maxLength: 12 }), (text, cuts) => {
        const steps = [...cuts.map((cut) => cut % (text.length + 1)), text.length].sort((a, b) => a - b);
        let blocks: readonly MarkdownBlock[] = [];
        for (const end of steps) {
          blocks = splitBlocks(text.slice(0, end), blocks);
          expect(joined(blocks)).toBe(text.slice(0, end));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("takes over all but the last blocks of what it had", () => {
    const text = Array.from({ length: 50 }, (_, i) => `Paragraph ${i}.\n\n`).join("");
    const earlier = splitBlocks(text);
    const next = splitBlocks(`${text}One more.`, earlier);
    const same = next.filter((block, i) => block === earlier[i]).length;
    expect(same).toBeGreaterThanOrEqual(earlier.length - 4);
  });

  it("keeps an ordinary document in the blocks it has when lexed whole, at every length", () => {
    const text =
      "# Title\n\nA paragraph\nof two lines.\n\n- one\n- two\n\n  inside two\n\n> quoted\n> more\n\n```ts\nconst a = 1;\n\nlet b;\n```\n\n" +
      "| a | b |\n|---|---|\n| 1 | 2 |\n\n1. first\n2. second\n\n[a]: https://a.example\n\nSee [a].\n\nSetext\n======\n\nlast";
    let blocks: MarkdownBlock[] = [];
    for (let end = 1; end <= text.length; end += 1) {
      blocks = splitBlocks(text.slice(0, end), blocks);
      expect(blocks).toEqual(splitBlocks(text.slice(0, end)));
    }
  });

  it.each([
    ["bullets", (i: number) => `- item ${i}\n  - nested\n`],
    ["numbers", (i: number) => `${i + 1}. item ${i}\n`],
    ["spaced bullets", (i: number) => `* item ${i}\n\n  more of it\n\n`],
  ])("cuts a long list of %s between its items, and takes the pieces over as it grows", (_, item) => {
    const text = Array.from({ length: 400 }, (_, i) => item(i)).join("");
    const blocks = splitBlocks(text);
    expect(joined(blocks)).toBe(text);
    expect(blocks.length).toBeGreaterThan(2);
    expect(Math.max(...blocks.map(({ raw }) => raw.length))).toBeLessThan(3000);
    for (const { raw, kind } of blocks) if (kind === "markdown") expect(raw).toMatch(/^([-*]|\d+\.) item/);
    const next = splitBlocks(`${text}${item(400)}`, blocks);
    expect(next.filter((block, i) => block === blocks[i]).length).toBeGreaterThanOrEqual(blocks.length - 3);
  });

  it("leaves a long list whole that counts on the parser to number it", () => {
    expect(splitBlocks("1. item\n".repeat(500))).toHaveLength(1);
  });

  it("gives the text and language of a fenced block, closed or not", () => {
    expect(splitBlocks("```ts title\nconst a = 1;\n")[0]?.code).toEqual({ text: "const a = 1;", language: "ts" });
    expect(splitBlocks("~~~\na\n~~~\n")[0]?.code).toEqual({ text: "a", language: "" });
  });

  it("writes a definition in one canonical form, and leaves out what it cannot quote", () => {
    const definitions = (text: string) => splitBlocks(text).flatMap((block) => block.definition ?? []);
    expect(definitions("[Docs]:  https://a.example/x  'The title'\n")).toEqual([
      '[docs]: <https://a.example/x> "The title"',
    ]);
    expect(definitions("[a]: https://a.example/<x\n")).toEqual([""]);
  });
});
