import type { Options } from "rehype-sanitize";

/** All that Markdown itself can make, and nothing else. Ids, styles and raw HTML have no place in it. */
export const sanitizeSchema: Options = {
  tagNames: [
    ...["p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre", "code"],
    ...["strong", "em", "del", "a", "img", "input", "table", "thead", "tbody", "tr", "th", "td"],
  ],
  attributes: {
    a: ["href"],
    img: ["src", "alt"],
    ol: ["start"],
    li: [["className", "task-list-item"]],
    ul: [["className", "contains-task-list"]],
    code: [["className", /^language-[\w+#.-]+$/]],
    input: [["type", "checkbox"], ["disabled", true], "checked"],
    th: [["align", "left", "center", "right"]],
    td: [["align", "left", "center", "right"]],
  },
  required: { input: { type: "checkbox", disabled: true } },
  protocols: { href: ["http", "https", "mailto"], src: ["http", "https"] },
  ancestors: { li: ["ol", "ul"], thead: ["table"], tbody: ["table"], tr: ["table"], th: ["table"], td: ["table"] },
  strip: [],
  clobber: [],
};
