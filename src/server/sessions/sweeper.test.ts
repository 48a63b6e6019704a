import { afterEach, beforeEach, expect, test } from "vitest";
import { localActor } from "#server/kernel/actor.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import { binSession } from "./delete-session.ts";
import { openSessions } from "./session.fixture.ts";
import { keptDeletedMs, keptExpiredMs, startSweeper, sweep } from "./sweeper.ts";

let clock: ManualClock;
let opened: Awaited<ReturnType<typeof openSessions>>;
beforeEach(async () => {
  clock = new ManualClock();
  opened = await openSessions(clock);
});
afterEach(() => opened.close());

const left = async () => (await opened.prisma.session.findMany({ orderBy: { id: "asc" } })).map(({ id }) => id);

const leftAfter = async (ms: number) => {
  await clock.advance(ms);
  return (await left()).length;
};

test("removes what expired 30 days ago or lies in the bin for 10 minutes, with all that belongs to it", async () => {
  await opened.insert("old", ["a", "b"]);
  await clock.advance(60_000);
  await opened.insert("younger", ["a", "b"]);
  await opened.insert("binned", ["a", "b"]);
  await binSession(opened.deps, localActor, "binned");
  await clock.advance(keptDeletedMs);
  expect(await sweep(opened.deps)).toBe(0);
  await clock.advance(1);
  expect(await sweep(opened.deps)).toBe(1);
  expect(await left()).toEqual(["old", "younger"]);
  // Each lives for an hour unused, and is kept for 30 days after that.
  await clock.advance(3_600_000 + keptExpiredMs - keptDeletedMs - 60_000);
  expect(await sweep(opened.deps)).toBe(1);
  expect(await left()).toEqual(["younger"]);
  expect(await opened.prisma.message.count()).toBe(2);
});

test("leaves alone what is being answered", async () => {
  await opened.insert("busy", ["a", "b"]);
  await opened.prisma.$executeRaw`
    INSERT INTO Run (id, ownerId, specialistId, provider, model, status, requestId, routedBy, routedReason, prompt, sessionId, createdAt)
    VALUES ('r', 'local', 'apollo-ai', 'demo', 'demo', 'running', 'q', 'name', '', 'p', 'busy', '2026-01-01')`;
  await clock.advance(2 * keptExpiredMs);
  expect(await sweep(opened.deps)).toBe(0);
  await opened.prisma.$executeRaw`UPDATE Run SET endedAt = '2026-01-02'`;
  expect(await sweep(opened.deps)).toBe(1);
  expect(await opened.prisma.run.count()).toBe(0);
});

test("sweeps every minute until it is stopped, a hundred after the other", async () => {
  for (let i = 0; i < 130; i += 1) await opened.insert(`s${i}`, []);
  await clock.advance(3_600_000 + keptExpiredMs + 1);
  const stop = startSweeper(opened.deps);
  await expect.poll(() => leftAfter(0)).toBe(0);
  await opened.insert("late", []);
  await binSession(opened.deps, localActor, "late");
  await expect.poll(() => leftAfter(60_000)).toBe(0);
  await stop();
  expect(clock.pending).toBe(0);
});
