import { describe, expect, it } from "vitest";
import { limits } from "#contract/limits.ts";
import { addLane, countOf, readChoice, removeAll, removeLane, writeChoice } from "./lane-choice.ts";

describe("choosing lanes", () => {
  it("the same specialist twice is two lanes, side by side", () => {
    const choice = addLane(addLane(addLane([], "a"), "b"), "a");
    expect(choice).toEqual(["a", "a", "b"]);
    expect(countOf(choice, "a")).toBe(2);
    expect(removeLane(choice, "a")).toEqual(["a", "b"]);
    expect(removeAll(choice, "a")).toEqual(["b"]);
  });

  it("never asks for more lanes than the hub takes", () => {
    const full = Array.from({ length: limits.lanes }, () => "a");
    expect(addLane(full, "b")).toBe(full);
  });

  it("comes back as it was left, without those that are gone", () => {
    expect(readChoice(writeChoice(["a", "a", "gone", "b"]), ["a", "b"])).toEqual(["a", "a", "b"]);
    expect(readChoice(writeChoice([]), ["a"])).toEqual([]);
    expect(readChoice("gone", ["a"])).toBeNull();
    expect(readChoice(null, ["a"])).toBeNull();
  });
});
