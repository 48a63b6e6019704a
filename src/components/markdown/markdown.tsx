"use client";
import { memo, useMemo, useRef } from "react";
import { CodeBlock } from "./code-block.tsx";
import { MarkdownBlockView } from "./markdown-block.tsx";
import { type MarkdownBlock, splitBlocks } from "./split-blocks.ts";

/** A model's text, drawn safely. While it grows only its last blocks are parsed and drawn again. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  const earlier = useRef<{ text: string; blocks: readonly MarkdownBlock[] }>({ text: "", blocks: [] });
  const blocks = useMemo(() => {
    const last = earlier.current;
    const next = splitBlocks(text, text.startsWith(last.text) ? last.blocks : []);
    earlier.current = { text, blocks: next };
    return next;
  }, [text]);
  const definitions = blocks.flatMap((block) => block.definition || []).join("\n");
  return (
    <div className="markdown">
      {blocks.map((block, i) => {
        if (block.kind === "space" || block.kind === "definition") return null;
        // A block keeps its place for good, so the index is its identity.
        const key = i;
        if (block.code) return <CodeBlock key={key} {...block.code} />;
        return <MarkdownBlockView key={key} raw={block.raw} definitions={definitions} />;
      })}
    </div>
  );
});
