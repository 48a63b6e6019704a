import { afterEach, beforeEach, expect, test } from "vitest";
import { localActor } from "#server/kernel/actor.ts";
import { silentLog } from "#server/kernel/log.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import { touchSession } from "./find-session.ts";
import { openSessions } from "./session.fixture.ts";

let clock: ManualClock;
let errors: string[];
let opened: Awaited<ReturnType<typeof openSessions>>;
beforeEach(async () => {
  clock = new ManualClock();
  errors = [];
  opened = await openSessions(clock, { ...silentLog, error: (message) => void errors.push(message) });
});
afterEach(() => opened.close());

const stored = async (id: string) => (await opened.prisma.session.findUnique({ where: { id } }))?.expiresAt.getTime();

test("a use is seen at once, and is on the disk a second later", async () => {
  await opened.insert("one", []);
  const made = clock.now();
  await clock.advance(60_000);
  const { expiresAt } = await touchSession(opened.deps, localActor, "one");
  expect(expiresAt.getTime()).toBe(clock.now() + 3_600_000);
  expect((await opened.deps.sessions.find(localActor, "one"))?.expiresAt).toEqual(expiresAt);
  expect(await stored("one")).toBe(made + 3_600_000);
  await clock.advance(1_000);
  await expect.poll(() => stored("one")).toBe(expiresAt.getTime());
});

test("a change of the expiry itself is not undone by a use before it", async () => {
  await opened.insert("one", []);
  await clock.advance(60_000);
  await touchSession(opened.deps, localActor, "one");
  const sooner = new Date(clock.now() + 5_000);
  await opened.deps.sessions.update(localActor, "one", { expiresAt: sooner });
  expect((await opened.deps.sessions.find(localActor, "one"))?.expiresAt).toEqual(sooner);
  await clock.advance(1_000);
  await opened.deps.sessions.close();
  expect(await stored("one")).toBe(sooner.getTime());
  expect(errors).toEqual([]);
});

test("more than one statement takes are all written by the close", async () => {
  for (let i = 0; i < 501; i += 1) await opened.insert(`s${i}`, []);
  await clock.advance(60_000);
  for (let i = 0; i < 501; i += 1) await touchSession(opened.deps, localActor, `s${i}`);
  await opened.deps.sessions.close();
  const due = new Date(clock.now() + 3_600_000);
  expect(await opened.prisma.session.count({ where: { expiresAt: due } })).toBe(501);
  expect(clock.pending).toBe(0);
});
