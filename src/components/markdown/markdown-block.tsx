"use client";
import type { Element, ElementContent } from "hast";
import { memo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { CodeBlock } from "./code-block.tsx";
import { ImagePlaceholder } from "./image-placeholder.tsx";
import { linkTarget } from "./link-target.ts";
import { SafeLink } from "./safe-link.tsx";
import { sanitizeSchema } from "./sanitize-schema.ts";
import { withoutFootnotes } from "./without-footnotes.ts";

const textOf = (node: Element | ElementContent | undefined): string => {
  if (!node) return "";
  if (node.type === "text") return node.value;
  return node.type === "element" ? node.children.map(textOf).join("") : "";
};

/** Raw HTML is text that happens to hold tags. */
const htmlAsText = {
  handlers: { html: (_: unknown, node: { value: string }) => ({ type: "text" as const, value: node.value }) },
};

const components: Components = {
  // A page has headings of its own above those of a text.
  h1: "h3",
  h2: "h4",
  h3: "h5",
  h4: "h6",
  h5: "h6",
  a: ({ node, href, children }) => (
    <SafeLink href={href} text={textOf(node)}>
      {children}
    </SafeLink>
  ),
  img: ({ src, alt }) => <ImagePlaceholder src={typeof src === "string" ? src : undefined} alt={alt ?? ""} />,
  pre: ({ node }) => {
    const code = node?.children[0];
    const [name] =
      code?.type === "element" && Array.isArray(code.properties.className) ? code.properties.className : [];
    return <CodeBlock text={textOf(node)} language={String(name ?? "").replace(/^language-/, "")} />;
  },
  // The alignment comes as an inline style, which the page's policy forbids in what the server draws.
  th: ({ children, style }) => <th data-align={style?.textAlign}>{children}</th>,
  td: ({ children, style }) => <td data-align={style?.textAlign}>{children}</td>,
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <div className="table-scroll" tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
};

/** One top-level block. `definitions` are the link definitions of the whole text, as Markdown. */
export const MarkdownBlockView = memo(function MarkdownBlockView({
  raw,
  definitions,
}: {
  raw: string;
  definitions: string;
}) {
  return (
    <ReactMarkdown
      remarkPlugins={[remarkGfm, withoutFootnotes]}
      rehypePlugins={[[rehypeSanitize, sanitizeSchema]]}
      urlTransform={(url) => linkTarget(url)?.href ?? ""}
      remarkRehypeOptions={htmlAsText}
      components={components}
    >
      {definitions && raw.includes("[") ? `${raw}\n\n${definitions}` : raw}
    </ReactMarkdown>
  );
});
