/** Finding sessions: pages that hold still while sessions change, filters, and words in titles and messages. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type SessionList, sessionList } from "#contract/session.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { type Clock, systemClock } from "#server/kernel/clock.ts";
import { callTrpc } from "./call-trpc.ts";
import { send } from "./send.ts";

/** Every look at the clock is a millisecond later, so that the order of activity is the order of events. */
let ticks = 0;
let tickMs = 1;
const clock: Clock = {
  ...systemClock,
  now: () => {
    ticks += tickMs;
    return Date.UTC(2026, 0, 1) + ticks;
  },
};

let hub: TestHub;
let client: HubClient;
beforeAll(async () => {
  hub = await startTestHub({ clock, env: { TEKTON_PROVIDER: "demo" } });
  client = new HubClient(hub.url);
});
afterAll(() => hub.close());

const list = async (query = ""): Promise<SessionList> =>
  sessionList.parse(await client.rest("GET", `/api/v2/sessions${query}`));
const ids = ({ sessions }: SessionList) => sessions.map(({ id }) => id);
const remove = (id: string) => client.rest("DELETE", `/api/v2/sessions/${id}`);

beforeEach(async () => {
  for (const { id } of (await list("?limit=200")).sessions) await remove(id);
});

describe("pages", () => {
  const names = Array.from({ length: 25 }, (_, n) => `page-${n}`);
  beforeEach(async () => {
    for (const id of names) await client.openSession({ id });
  });

  test.each([1, 7, 24, 25, 26])("of %i give every session once, the one used last first", async (limit) => {
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = await list(`?limit=${limit}${cursor}`);
      expect(page.sessions.length).toBeLessThanOrEqual(limit);
      seen.push(...ids(page));
      cursor = page.next_cursor === null ? "" : `&cursor=${encodeURIComponent(page.next_cursor)}`;
    } while (cursor !== "");
    expect(seen).toEqual(names.toReversed());
  });

  test("give every session once when all were used in the same millisecond", async () => {
    tickMs = 0;
    for (const id of names) await client.openSession({ id: `tied-${id}` });
    tickMs = 1;
    const seen: string[] = [];
    for (let cursor = ""; seen.length < names.length; ) {
      const page = await list(`?limit=4${cursor}`);
      seen.push(...ids(page));
      cursor = `&cursor=${encodeURIComponent(page.next_cursor ?? "")}`;
    }
    expect(seen.slice(0, names.length).toSorted()).toEqual(names.map((id) => `tied-${id}`).toSorted());
  });

  test("show none twice, and each that holds still once, while others are used, made and deleted", async () => {
    const seen: string[] = [];
    const moved = new Set<string>();
    let cursor = "";
    for (let n = 0; ; n += 1) {
      const page = await list(`?limit=4${cursor}`);
      seen.push(...ids(page));
      if (page.next_cursor === null) break;
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
      // One of those shown and one of those to come are used; one of each goes; one is new.
      const [shown = "", last = ""] = [seen.find((id) => !moved.has(id)), seen.at(-1)];
      const toCome = names.filter((id) => !seen.includes(id) && !moved.has(id));
      const [used = "", deleted = ""] = [toCome.at(-2), toCome.at(-3)];
      for (const id of [shown, used]) if (id !== "") await client.tell(id, "hello");
      for (const id of [last, deleted]) if (id !== "") await remove(id);
      await client.openSession({ id: `new-${n}` });
      for (const id of [shown, used, last, deleted]) moved.add(id);
    }
    expect(new Set(seen).size).toBe(seen.length);
    const still = names.filter((id) => !moved.has(id));
    expect(still.length).toBeGreaterThan(5);
    expect(still.filter((id) => !seen.includes(id))).toEqual([]);
    expect(seen.filter((id) => id.startsWith("new-"))).toEqual([]);
  });

  test("being used is a message, not being looked at or named", async () => {
    await client.session("page-3");
    await client.rest("PATCH", "/api/v2/sessions/page-4", { title: "Named" });
    expect(ids(await list("?limit=2"))).toEqual(["page-24", "page-23"]);
    await client.tell("page-3", "hello");
    const [first] = (await list("?limit=1")).sessions;
    expect(first).toMatchObject({ id: "page-3", title: "hello", message_count: 2, busy_run_id: null });
  });
});

test("only those of one specialist, or of one status, are listed when asked for", async () => {
  await client.openSession({ id: "apollos" });
  await client.openSession({ id: "athenas", specialist_id: "athena-ai", ttl_seconds: 10 });
  ticks += 11_000;
  expect(ids(await list())).toEqual(["athenas", "apollos"]);
  expect(ids(await list("?specialist_id=athena-ai"))).toEqual(["athenas"]);
  expect(ids(await list("?status=active"))).toEqual(["apollos"]);
  expect(ids(await list("?status=expired"))).toEqual(["athenas"]);
  expect(ids(await list("?status=expired&specialist_id=apollo-ai"))).toEqual([]);
  expect((await list("?status=expired")).sessions[0]).toMatchObject({ status: "expired" });
});

describe("a search", () => {
  beforeEach(async () => {
    await client.openSession({ id: "by-title", title: "On the Pelican’s bill" });
    await client.openSession({ id: "by-message" });
    await client.tell("by-message", `${"Before it. ".repeat(20)}A pelican\nflew by. ${"After it. ".repeat(40)}`);
    await client.openSession({ id: "athenas-too", specialist_id: "athena-ai", title: "Pelican again" });
    await client.openSession({ id: "neither", title: "Herons" });
    await client.tell("neither", "What do herons eat?");
  });

  test("finds words in titles and in messages, newest session first, and says where", async () => {
    const found = await list("?q=pelican");
    expect(ids(found)).toEqual(["athenas-too", "by-message", "by-title"]);
    expect(await client.query("sessions.list", { q: "pelican" })).toEqual(found);
    const [again, message, title] = found.sessions;
    expect(again?.match).toEqual({ message_id: null, excerpt: "Pelican again" });
    expect(title?.match).toEqual({ message_id: null, excerpt: "On the Pelican’s bill" });
    const { messages } = await client.session("by-message");
    expect(messages.map(({ id }) => id)).toContain(message?.match?.message_id);
    expect(message?.match?.excerpt).toMatch(/^….*pelican flew by\. .*…$/i);
    expect(message?.match?.excerpt.length).toBeLessThan(200);
    expect(found).toMatchObject({ next_cursor: null, search: { complete: true } });
    expect(found.search?.messages_read).toBeGreaterThan(0);
  });

  test("takes words in any case and order, all of them in one place, and what only looks like a pattern as it is", async () => {
    expect(ids(await list("?q=PELICAN+flew"))).toEqual(["by-message"]);
    expect(ids(await list("?q=bill+the"))).toEqual(["by-title"]);
    expect(ids(await list("?q=heron+pelican"))).toEqual([]);
    for (const q of ["p.lican", "pel%", "pelica_", "\\pelican", "' OR 1=1 --"]) {
      expect(ids(await list(`?q=${encodeURIComponent(q)}`))).toEqual([]);
    }
    expect(ids(await list("?q=%20"))).toHaveLength(4);
  });

  test("goes with the filters and with pages", async () => {
    expect(ids(await list("?q=pelican&specialist_id=athena-ai"))).toEqual(["athenas-too"]);
    const first = await list("?q=pelican&limit=2");
    expect(ids(first)).toEqual(["athenas-too", "by-message"]);
    expect(ids(await list(`?q=pelican&limit=2&cursor=${encodeURIComponent(first.next_cursor ?? "")}`))).toEqual([
      "by-title",
    ]);
  });

  test("knows nothing of what was deleted", async () => {
    await remove("by-message");
    await client.call("sessions.remove", { session_id: "by-title" });
    expect(ids(await list("?q=pelican"))).toEqual(["athenas-too"]);
  });
});

describe("a search that runs out of time", () => {
  /** A clock on which every look at the time takes as long as is said: a budget is spent by looks. */
  let lookMs = 0;
  let passed = 0;
  const slowClock: Clock = {
    ...systemClock,
    monotonic: () => {
      passed += lookMs;
      return performance.now() + passed;
    },
  };
  const needles = [3, 11, 12, 29, 38];

  test("says so, and its cursor goes on until all is found once, newest first", async () => {
    const slow = await startTestHub({ clock: slowClock, env: { TEKTON_PROVIDER: "demo" } });
    const searcher = new HubClient(slow.url);
    for (let n = 0; n < 40; n += 1) {
      const messages = Array.from({ length: 30 }, (_, i) => ({
        role: i % 2 === 0 ? "user" : "assistant",
        content: needles.includes(n) && i === (n * 7) % 30 ? "here is the needle" : "only hay in this one",
      }));
      const document = { format: "tekton-session", version: 1, session: { specialist_id: "apollo-ai" }, messages };
      await searcher.rest("POST", "/api/v2/sessions/import", { ...document, id: `s-${n}` });
    }
    const whole = await searcher.rest<SessionList>("GET", "/api/v2/sessions?q=needle");
    expect(whole).toMatchObject({ next_cursor: null, search: { complete: true } });
    expect(ids(whole).toSorted()).toEqual(needles.map((n) => `s-${n}`).toSorted());

    // A look at the clock for each message, roughly: some tens of messages fit the budget.
    lookMs = slow.hub.sessions.searchBudgetMs / 60;
    const seen: SessionList["sessions"] = [];
    const reports: SessionList["search"][] = [];
    let read = 0;
    for (let cursor = ""; reports.length < 200; ) {
      const page = await searcher.rest<SessionList>("GET", `/api/v2/sessions?q=needle${cursor}`);
      seen.push(...page.sessions);
      reports.push(page.search);
      read += page.search?.messages_read ?? 0;
      if (page.next_cursor === null) break;
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
    }
    lookMs = 0;
    expect(seen).toEqual(whole.sessions);
    expect(reports.length).toBeGreaterThan(10);
    expect(reports.slice(0, -1).every((report) => report?.complete === false)).toBe(true);
    expect(reports.at(-1)?.complete).toBe(true);
    // No message is read twice over because a search was cut short.
    expect(read).toBe(whole.search?.messages_read);
    await slow.close();
  });
});

test("what does not fit is refused at both doors alike", async () => {
  for (const [query, input] of [
    ["status=sleeping", { status: "sleeping" }],
    ["limit=0", { limit: 0 }],
    [`q=${"x".repeat(3000)}`, { q: "x".repeat(3000) }],
    ["cursor=nonsense", { cursor: "nonsense" }],
  ] as const) {
    expect((await send(hub.url, `/api/v2/sessions?${query}`)).error().code).toBe("BAD_REQUEST");
    expect((await callTrpc(hub.url, "sessions.list", input)).status).toBe(400);
  }
});
