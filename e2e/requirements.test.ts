import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requirements } from "./requirements.ts";

const root = join(import.meta.dirname, "..");

test.each(requirements)("$id: the tests that show it are there", ({ shownBy }) => {
  for (const [file, title] of shownBy) expect(readFileSync(join(root, file), "utf8"), file).toContain(title);
});
