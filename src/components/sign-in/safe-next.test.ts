import { expect, it } from "vitest";
import { safeNext } from "./safe-next.ts";

it.each([
  ["/chat/sess_1?x=1", "/chat/sess_1?x=1"],
  ["https://evil.example", "/team"],
  ["//evil.example", "/team"],
  ["/\\evil.example", "/team"],
  ["/\t/evil.example", "/team"],
  ["javascript:alert(1)", "/team"],
  ["/sign-in?next=/team", "/team"],
  ["", "/team"],
])("after sign-in %j leads to %j", (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});

it("a path made of dots and slashes stays on this hub", () => {
  expect(safeNext("/.//evil.example").startsWith("//")).toBe(false);
});
