import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "#contract/limits.ts";
import { isAppError } from "#server/kernel/app-error.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import { Admission, freeTicket, type QueuePlace, type Ticket } from "./admission.ts";

function open(maxParallel: number) {
  const clock = new ManualClock();
  return { clock, admission: new Admission({ provider: "ollama", maxParallel, clock }) };
}
const granted = (ticket: Ticket) => ticket.grantedAt !== null;

describe("any order of arrivals, ends and giving up", () => {
  test("never runs more than may, keeps the order of arrival, and numbers places without gaps", () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.constant({ do: "reserve" as const, pick: 0 }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant("release" as const), pick: fc.nat() }) },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 80 }), (max, steps) => {
        const { admission } = open(max);
        let open_: Ticket[] = [];
        for (const { do: action, pick } of steps) {
          if (action === "reserve") open_.push(admission.reserve());
          else if (open_.length > 0) {
            const ticket = open_[pick % open_.length] as Ticket;
            ticket.release();
            ticket.release();
            open_ = open_.filter((other) => other !== ticket);
          }
          const running = open_.filter(granted);
          const waiting = open_.filter((ticket) => !granted(ticket));
          expect(admission.running).toBe(running.length);
          expect(admission.queued).toBe(waiting.length);
          expect(running.length).toBe(Math.min(max, open_.length));
          // Those who go are the ones that came first.
          expect(open_.slice(0, running.length)).toEqual(running);
          expect(waiting.map((ticket) => ticket.place()?.position)).toEqual(waiting.map((_, i) => i + 1));
        }
        for (const ticket of open_) ticket.release();
        expect([admission.running, admission.queued]).toEqual([0, 0]);
      }),
      { numRuns: 300 },
    );
  });
});

test("a place given back twice lets only one in", async () => {
  const { admission } = open(1);
  const [first, second, third] = [admission.reserve(), admission.reserve(), admission.reserve()];
  first.release();
  first.release();
  await second.granted;
  expect(granted(third)).toBe(false);
});

test("those who wait hear of every move, and that the wait is over", () => {
  const { admission } = open(1);
  const [first, second, third] = [admission.reserve(), admission.reserve(), admission.reserve()];
  const heard: (QueuePlace | null)[] = [];
  third.onMove = (place) => heard.push(place);
  second.release();
  first.release();
  expect(heard.map((place) => place?.position ?? null)).toEqual([1, null]);
  expect(third.place()).toBeNull();
});

test("no estimate before anything was measured, then one from what was", async () => {
  const { clock, admission } = open(2);
  const [first, , third] = [admission.reserve(), admission.reserve(), admission.reserve()];
  expect(third.place()).toEqual({ position: 1, estimatedWaitMs: null });
  const fourth = admission.reserve();
  await clock.advance(1000);
  first.release();
  expect(fourth.place()).toEqual({ position: 1, estimatedWaitMs: 500 });
});

test("beyond the bound it refuses at once, saying when to come back as far as it knows", async () => {
  const { clock, admission } = open(1);
  const first = admission.reserve();
  const waiting = Array.from({ length: limits.queuedRuns }, () => admission.reserve());
  const refused = (): unknown => {
    try {
      admission.reserve();
    } catch (error) {
      return error;
    }
    return null;
  };
  const before = refused();
  expect(isAppError(before) && [before.code, before.details]).toEqual(["QUEUE_FULL", { provider: "ollama" }]);
  await clock.advance(100);
  first.release();
  admission.reserve();
  const after = refused();
  expect(isAppError(after) && after.details?.retry_after_ms).toBe(100 * limits.queuedRuns);
  waiting.at(-1)?.release();
  expect(refused()).toBeNull();
});

test("a free ticket is granted and counts nowhere", async () => {
  const ticket = freeTicket(new ManualClock());
  await ticket.granted;
  expect(ticket.place()).toBeNull();
  ticket.release();
});
