import { expect, test } from "vitest";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import { within } from "./second-opinion-deadline.ts";

const never = () => new Promise<never>(() => {});

test("what comes in time comes through, and no timer stays", async () => {
  const clock = new ManualClock();
  const closing = new AbortController().signal;
  await expect(within(300, { clock, closing }, async () => "here")).resolves.toBe("here");
  await expect(within(300, { clock, closing }, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(clock.pending).toBe(0);
});

test("work that does not listen is given up when its time has passed, and is told so", async () => {
  const clock = new ManualClock();
  let told: AbortSignal | undefined;
  const waiting = within(300, { clock, closing: new AbortController().signal }, (signal) => {
    told = signal;
    return never();
  });
  const failed = expect(waiting).rejects.toThrow("no answer within 300 ms");
  await clock.advance(299);
  expect(told?.aborted).toBe(false);
  await clock.advance(1);
  await failed;
  expect(told?.aborted).toBe(true);
});

test("closing gives it up at once, before or during the work", async () => {
  const clock = new ManualClock();
  const closing = new AbortController();
  const failed = expect(within(300, { clock, closing: closing.signal }, never)).rejects.toThrow("closing");
  closing.abort(new Error("closing"));
  await failed;
  await expect(within(300, { clock, closing: closing.signal }, never)).rejects.toThrow("closing");
  expect(clock.pending).toBe(0);
});
