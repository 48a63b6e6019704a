import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDoors } from "./doors.ts";
import { closeExchanges } from "./exchange.ts";
import { type Stage, startStage } from "./stage.ts";
import { flowing } from "./upstream-scripts.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage([]);
});
afterAll(async () => {
  await closeExchanges();
  await stage.close();
});

describe("the doors", () => {
  it("each bring every token of the same answer, none before it was offered", async () => {
    for (const door of createDoors(stage)) {
      const { firstMs, wholeMs, arrivals } = await door.ask(flowing);
      expect(arrivals.at(-1)?.tokens, door.label).toBe(flowing.tokens);
      expect(wholeMs, door.label).toBeGreaterThanOrEqual((flowing.tokens - 1) * flowing.tokenMs);
      expect(firstMs, door.label).toBeLessThanOrEqual(wholeMs);
    }
  });

  it("fail when the answer is shorter than it must be", async () => {
    for (const door of createDoors(stage)) {
      await expect(door.ask({ ...flowing, tokens: flowing.tokens + 1 }), door.label).rejects.toThrow("31 tokens");
    }
  });
});
