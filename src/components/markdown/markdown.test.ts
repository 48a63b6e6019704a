import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Markdown } from "./markdown.tsx";
import { xssVectors } from "./xss-vectors.ts";

const draw = (text: string) => renderToStaticMarkup(createElement(Markdown, { text }));

const allowedTags = new Set(
  "div span p br hr h1 h2 h3 h4 h5 h6 blockquote ul ol li pre code strong em del a input table thead tbody tr th td button svg path".split(
    " ",
  ),
);
const allowedAttributes = new Set(
  "class href target rel title start type disabled checked tabindex aria-label aria-hidden focusable role data-align viewbox fill stroke stroke-width stroke-linecap stroke-linejoin d".split(
    " ",
  ),
);

/** What is wrong with a piece of markup; React escapes `<`, `>` and quotes of texts, so tags can be told by their brackets. */
function faults(html: string): string[] {
  const found: string[] = [];
  for (const [, name = "", attributes = ""] of html.matchAll(/<\/?([^\s/>]+)((?:[^>"]|"[^"]*")*)>/g)) {
    if (!allowedTags.has(name.toLowerCase())) found.push(`tag ${name}`);
    for (const [, key = "", value = ""] of attributes.matchAll(/([^\s="/]+)(?:="([^"]*)")?/g)) {
      if (!allowedAttributes.has(key.toLowerCase())) found.push(`attribute ${key}`);
      if (key === "href" && !/^(https?:|mailto:)/.test(value)) found.push(`href ${value}`);
    }
  }
  return found;
}

describe("drawing a model's Markdown", () => {
  it("the check itself sees what it must", () => {
    expect(faults('<img src="x" onerror="1"><a href="javascript:1">')).toEqual([
      "tag img",
      "attribute src",
      "attribute onerror",
      "href javascript:1",
    ]);
  });

  it.each(xssVectors.map((vector) => [vector]))("nothing of %j runs or loads, cut anywhere", (vector) => {
    for (let end = 1; end <= vector.length; end += 1) {
      expect({ text: vector.slice(0, end), faults: faults(draw(vector.slice(0, end))) }).toEqual({
        text: vector.slice(0, end),
        faults: [],
      });
    }
  });

  it("shows raw HTML as the text it is", () => {
    expect(draw("a <b>bold</b>\n\n<script>alert(1)</script>")).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("opens links elsewhere, without a trace, and names the host behind words that hide it", () => {
    const html = draw(
      "[here](https://evil.example/x) https://plain.example/y [https://good.example](https://evil.example)",
    );
    expect(html.match(/rel="noopener noreferrer nofollow"/g)).toHaveLength(3);
    expect(html.match(/target="_blank"/g)).toHaveLength(3);
    expect(html.match(/\(evil\.example\)/g)).toHaveLength(2);
    expect(html).not.toContain("(plain.example)");
  });

  it("offers an image and does not fetch it", () => {
    const html = draw("![a chart](https://img.example/p.png?secret=1)");
    expect(html).not.toContain("<img");
    expect(html).toContain("Image: a chart");
    expect(html).toContain("(img.example)");
  });

  it("finds a link's definition in another block, before and after it", () => {
    const html = draw("See [the docs][d] first.\n\n[d]: https://docs.example/a\n\nAnd [again][D].");
    expect(html.match(/href="https:\/\/docs\.example\/a"/g)).toHaveLength(2);
    expect(html).not.toContain("[d]");
  });

  it("leaves a footnote where it was written", () => {
    const html = draw("A claim[^1].\n\n[^1]: Its ground.");
    expect(html).toContain("A claim[^1].");
    expect(html).toContain("[^1]: Its ground.");
  });

  it("draws tables, task lists and code with its language", () => {
    const html = draw(
      "| a | b |\n|:--|--:|\n| 1 | 2 |\n\n- [x] done\n\n```py\nprint(1)\n```\n\n- in a list\n\n  ```sh\n  ls\n  ```",
    );
    expect(html).toContain('<td data-align="right">2</td>');
    expect(html).toMatch(/<input[^>]*checked/);
    expect(html).toContain("print(1)");
    expect(html).toContain('aria-label="Copy the py code"');
    expect(html).toContain('aria-label="Copy the sh code"');
  });
});
