import { describe, expect, it } from "vitest";
import { deliveredRatio, lateness } from "./delivery.ts";

const script = { word: "", tokens: 4, tokenMs: 20 };

describe("delivery", () => {
  it("counts a token from when it was due, not from the one before", () => {
    expect(lateness({ arrivals: [1, 2, 3, 4].map((tokens, i) => ({ atMs: 5 + i * 20, tokens })) }, script)).toEqual([
      5, 5, 5, 5,
    ]);
  });

  it("charges tokens that came joined each with its own wait", () => {
    expect(lateness({ arrivals: [{ atMs: 70, tokens: 4 }] }, script)).toEqual([70, 50, 30, 10]);
  });

  it("counts a token as late after 100 ms, and one that never came as not delivered", () => {
    expect(deliveredRatio([0, 100, 100.1], 4)).toBe(0.5);
  });
});
