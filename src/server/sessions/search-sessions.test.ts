import { afterEach, beforeEach, expect, test } from "vitest";
import { localActor } from "#server/kernel/actor.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import { listSessions } from "./list-sessions.ts";
import { openSessions } from "./session.fixture.ts";

/** Each look at the time takes some, so that a budget is spent by work, not by waiting. */
class WorkingClock extends ManualClock {
  spent = 0;
  perLook = 0;
  override monotonic = (): number => {
    this.spent += this.perLook;
    return this.spent;
  };
}

let clock: WorkingClock;
let opened: Awaited<ReturnType<typeof openSessions>>;
beforeEach(async () => {
  clock = new WorkingClock();
  opened = await openSessions(clock);
});
afterEach(() => opened.close());

const search = (q: string, more: object = {}) => listSessions(opened.deps, localActor, { q, limit: 10, ...more });
const ids = (list: { sessions: { id: string }[] }) => list.sessions.map(({ id }) => id);

test("finds words in titles and messages, the newest session first, and says where", async () => {
  await opened.insert("one", ["about owls", "Owls hunt at night."]);
  await clock.advance(1000);
  await opened.insert("two", ["something else", "nothing"], "Owls");
  await clock.advance(1000);
  await opened.insert("three", ["cats", "cats"]);
  const found = await search("owls");
  expect(ids(found)).toEqual(["two", "one"]);
  expect(found.sessions[0]?.match).toEqual({ message_id: null, excerpt: "Owls" });
  const [newest] = (await opened.deps.messages.page("one", { before: null, limit: 1 })).map(({ id }) => id);
  expect(found.sessions[1]?.match).toEqual({ message_id: newest, excerpt: "Owls hunt at night." });
  expect(found).toMatchObject({ next_cursor: null, search: { complete: true, messages_read: 3 } });
});

test("a full page goes on where it stopped", async () => {
  for (const id of ["a", "b", "c"]) {
    await opened.insert(id, ["owl", "owl"]);
    await clock.advance(1000);
  }
  const first = await search("owl", { limit: 2 });
  expect(ids(first)).toEqual(["c", "b"]);
  expect(first.search?.complete).toBe(true);
  const rest = await search("owl", { limit: 2, cursor: first.next_cursor });
  expect(ids(rest)).toEqual(["a"]);
  expect(rest.next_cursor).toBeNull();
});

test("out of time it says so, and the cursor goes on, in the middle of a session too", async () => {
  await opened.insert("long", ["owl at the very beginning", ...Array.from({ length: 299 }, (_, i) => `word ${i}`)]);
  await clock.advance(1000);
  await opened.insert("short", ["no", "no"]);
  clock.perLook = 10;
  const found: string[] = [];
  let cursor: string | undefined;
  let read = 0;
  let stops = 0;
  do {
    const page = await search("owl", { cursor });
    found.push(...ids(page));
    read += page.search?.messages_read ?? 0;
    if (page.search?.complete === false) stops += 1;
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  expect(found).toEqual(["long"]);
  expect(stops).toBeGreaterThan(3);
  // Every message was read, and none twice.
  expect(read).toBe(302);
});

test("a search that nobody waits for any more stops", async () => {
  await opened.insert("one", ["a", "b", "owl"]);
  const page = await search("owl", { signal: AbortSignal.abort() });
  expect(page).toMatchObject({ sessions: [{ id: "one" }] });
  expect((await search("never", { signal: AbortSignal.abort() })).search).toEqual({
    complete: false,
    messages_read: 1,
  });
});

test("a damaged text hides nothing else", async () => {
  await opened.insert("damaged", ["owl", "broken"], "title");
  await clock.advance(1000);
  await opened.insert("whole", ["owl", "x"]);
  await opened.prisma.$executeRaw`UPDATE Session SET title = 'v1.broken' WHERE id = 'damaged'`;
  await opened.prisma
    .$executeRaw`UPDATE Message SET content = 'v1.broken' WHERE sessionId = 'damaged' AND position = 2`;
  const found = await search("owl");
  expect(ids(found)).toEqual(["whole", "damaged"]);
  expect(found.sessions[1]?.title).toBeNull();
});

test.each(["", "x", "2026-01-01", "2026-01-01/a/b"])("%j is no cursor", async (cursor) => {
  await expect(listSessions(opened.deps, localActor, { limit: 10, cursor })).rejects.toMatchObject({
    code: "BAD_REQUEST",
  });
});
