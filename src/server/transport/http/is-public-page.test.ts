import { expect, test } from "vitest";
import { isPublicPage } from "./is-public-page.ts";

test.each([
  ["/sign-in", true],
  ["/_next/static/chunks/0a.b~c.js", true],
  ["/_next/static/chunks/..name.js", true],
  ["/favicon.ico", true],
  ["/icon.svg", true],
  ["/", false],
  ["/team", false],
  ["/sign-in/more", false],
  ["/sign-in%2f..%2fteam", false],
  ["//sign-in", false],
  ["/_next/image", false],
  ["/_next/data/build/team.json", false],
  ["/_next/static/../../team", false],
  ["/_next/static/..", false],
  ["/_next/static/%2e%2e/%2e%2e/team", false],
  ["/_next/static/x/.%2E/team", false],
])("%s may be seen without signing in: %s", (path, expected) => {
  expect(isPublicPage(path)).toBe(expected);
});
