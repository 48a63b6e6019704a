import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sealedColumns } from "./sealed-columns.ts";

const schemaPath = join(import.meta.dirname, "../../../prisma/schema.prisma");

/** The fields whose own comment begins with "sealed", as `Table.column`. */
function markedSealed(schema: string): string[] {
  const found: string[] = [];
  let table = "";
  let sealed = false;
  for (const line of schema.split("\n").map((text) => text.trim())) {
    table = /^model (\w+) \{$/.exec(line)?.[1] ?? table;
    if (line.startsWith("///")) {
      sealed ||= /^\/\/\/ sealed\b/.test(line);
      continue;
    }
    const [field = ""] = line.split(/\s+/);
    if (sealed) found.push(`${table}.${field}`);
    sealed = false;
  }
  return found;
}

it("names every column that the schema marks as sealed, and no other", () => {
  const marked = markedSealed(readFileSync(schemaPath, "utf8"));
  expect(marked.length).toBeGreaterThan(0);
  expect(sealedColumns.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(marked.sort());
});
