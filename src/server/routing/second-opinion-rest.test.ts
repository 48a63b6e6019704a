import { expect, test } from "vitest";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import { Rest } from "./second-opinion-rest.ts";

test("it rests twice as long each time it fails, five minutes at most, and not at all once it works", async () => {
  const clock = new ManualClock();
  const rest = new Rest(clock, 1000);
  expect(rest.over).toBe(true);
  expect(rest.failed()).toBe(1000);
  await clock.advance(999);
  expect(rest.over).toBe(false);
  await clock.advance(1);
  expect(rest.over).toBe(true);
  expect([rest.failed(), rest.failed()]).toEqual([2000, 4000]);
  for (let i = 0; i < 20; i++) rest.failed();
  expect(rest.failed()).toBe(300_000);
  rest.worked();
  expect(rest.over).toBe(true);
  expect(rest.failed()).toBe(1000);
});
