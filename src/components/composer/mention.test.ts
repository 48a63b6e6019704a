import { describe, expect, it } from "vitest";
import { completeMention, mentionAt, mentioned } from "./mention.ts";

const team = [
  { id: "apollo-ai", name: "apollo" },
  { id: "athena-ai", name: "athena" },
];

describe("naming a specialist with @", () => {
  it.each([
    ["@", 1, { start: 0, typed: "" }],
    ["ask @ath", 8, { start: 4, typed: "ath" }],
    ["ask @ath about", 8, { start: 4, typed: "ath" }],
    ["mail@host", 9, null],
    ["@apollo and", 11, null],
    ["ask @ath", 3, null],
  ])("in %j with the caret at %i the mention is %j", (text, caret, expected) => {
    expect(mentionAt(text, caret)).toEqual(expected);
  });

  it("completing writes the whole name and one space, and keeps what follows", () => {
    expect(completeMention("ask @at about it", 7, { start: 4, typed: "at" }, "athena")).toEqual({
      text: "ask @athena about it",
      caret: 12,
    });
  });

  it("finds those named, once each, by name or id, and nobody in a mail address", () => {
    expect(mentioned("@Athena and (@apollo-ai), not me@apollo, @athena again, @nobody", team)).toEqual([
      "athena-ai",
      "apollo-ai",
    ]);
  });
});
