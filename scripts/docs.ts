/**
 * `npm run docs`: writes the parts of the documents that come from the source, between their markers.
 * A test fails when they are stale.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorTable } from "#contract/errors.ts";
import { limits } from "#contract/limits.ts";
import { variables } from "#server/env.ts";
import { root } from "./prepare.ts";

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const code = (text: string) => `\`${text}\``;

/** What stands between `<!-- name -->` and `<!-- /name -->`. */
const sections: Record<string, () => string> = {
  environment: () =>
    table(
      ["variable", "default", "meaning"],
      Object.entries(variables).map(([name, v]) => [code(name), v.default === null ? "" : code(v.default), v.about]),
    ),
  errors: () =>
    table(
      ["code", "HTTP", "JSON-RPC", "exit code", "worth trying again"],
      Object.entries(errorTable).map(([name, e]) => [
        code(name),
        String(e.http),
        String(e.rpc),
        String(e.exit),
        e.retryable ? "yes" : "no",
      ]),
    ),
  limits: () =>
    table(
      ["limit", "value"],
      Object.entries(limits).map(([name, value]) => [code(name), value.toLocaleString("en")]),
    ),
};

const documents = ["README.md", "ARCHITECTURE.md"];

/** The document with its generated parts made anew. Throws when a marker has no end or no meaning. */
export function regenerate(text: string): string {
  return text.replace(/<!-- generated: (\w+) -->[\s\S]*?<!-- \/generated -->/g, (_, name: string) => {
    const section = sections[name];
    if (!section) throw new Error(`There is no generated section called ${name}.`);
    return `<!-- generated: ${name} -->\n${section()}\n<!-- /generated -->`;
  });
}

export const documentPaths = documents.map((name) => join(root, name));

if (process.argv[1] === import.meta.filename) {
  for (const path of documentPaths) writeFileSync(path, regenerate(readFileSync(path, "utf8")));
}
