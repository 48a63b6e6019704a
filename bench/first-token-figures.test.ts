import { describe, expect, it } from "vitest";
import type { Door, DoorName } from "./door.ts";
import { firstTokenFigures } from "./first-token-figures.ts";

const door = (name: DoorName, judgedBy: Door["judgedBy"]): Door => ({
  name,
  judgedBy,
  label: name,
  ask: () => Promise.reject(new Error("not asked here")),
});
const doors = [door("direct", "firstMs"), door("sse", "firstMs"), door("json", "wholeMs")];
const timing = (firstMs: number, wholeMs: number) => ({ askedAt: 0, firstMs, wholeMs, arrivals: [] });

/** Asking directly takes 1 ms to the first token and 10 to the last; then the machine slows down by `slow`. */
const round = (slow: number) =>
  new Map([
    ["direct" as const, [timing(1 + slow, 10 + slow), timing(1 + slow, 10 + slow)]],
    ["sse" as const, [timing(3 + slow, 12 + slow), timing(5 + slow, 14 + slow)]],
    ["json" as const, [timing(11 + slow, 11 + slow), timing(13 + slow, 13 + slow)]],
  ]);

describe("firstTokenFigures", () => {
  const { doors: figures } = firstTokenFigures({ load: "in turn", streams: 1 }, doors, [round(0), round(50), round(7)]);
  const of = (name: DoorName) => figures.find((figure) => figure.door === name);

  it("compares a door with the direct answers of its own round, so that a slow round takes nothing away", () => {
    expect(of("sse")?.addedP50).toEqual({ median: 3, p25: 3, p75: 3, samples: 3 });
    expect(of("sse")?.addedPaired?.samples).toBe(6);
    expect(of("sse")?.addedPaired?.median).toBe(3);
  });

  it("judges a whole answer against the whole direct answer", () => {
    expect(of("json")?.addedP50.median).toBe(2);
  });

  it("adds nothing to the direct door", () => {
    expect(of("direct")?.addedP99.median).toBe(0);
  });
});
