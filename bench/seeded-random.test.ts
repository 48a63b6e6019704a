import fc from "fast-check";
import { expect, it } from "vitest";
import { seededRandom, shuffled } from "./seeded-random.ts";

it("gives the same order for the same seed", () => {
  const order = (seed: number) => shuffled([1, 2, 3, 4, 5, 6, 7, 8], seededRandom(seed));
  expect(order(7)).toEqual(order(7));
  expect(order(7)).not.toEqual(order(8));
});

it("loses and adds nothing when it shuffles", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
      expect(shuffled(items, seededRandom(seed)).sort()).toEqual([...items].sort());
    }),
  );
});
