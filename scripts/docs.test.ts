import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { documentPaths, regenerate } from "./docs.ts";

test.each(documentPaths)("the generated parts of %s are those of the source", (path) => {
  const text = readFileSync(path, "utf8");
  expect(text, "run `npm run docs`").toBe(regenerate(text));
});
