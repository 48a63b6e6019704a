import { expect, test } from "vitest";
import type { MessageView, SessionPage } from "#contract/session.ts";
import { mergeNewest, mergeOlder } from "./transcript.ts";

const message = (n: number): MessageView => ({
  id: `m${n}`,
  role: n % 2 === 1 ? "user" : "assistant",
  specialist_id: "apollo-ai",
  content: `text ${n}`,
  status: "complete",
  run_id: null,
  timestamp: "2026-01-01T00:00:00.000Z",
});

/** The messages `from` to `to` of a session that has them up to `to`, the first being number `begin`. */
const page = (from: number, to: number, begin = 1): SessionPage => ({
  id: "s",
  specialist_id: "apollo-ai",
  title: null,
  status: "active",
  shared: false,
  context_window: 10,
  ttl_seconds: 60,
  metadata: {},
  message_count: to - begin + 1,
  busy_run_id: null,
  created_at: "2026-01-01T00:00:00.000Z",
  last_activity: "2026-01-01T00:00:00.000Z",
  expires_at: "2026-01-01T00:01:00.000Z",
  messages: Array.from({ length: to - from + 1 }, (_, i) => message(from + i)),
  next_cursor: from > begin ? `m${from}` : null,
});

const ids = ({ messages }: { messages: readonly MessageView[] }) => messages.map(({ id }) => Number(id.slice(1)));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

test("older pages stay when the newest page is read again and has moved on", () => {
  const opened = mergeNewest(undefined, page(51, 100));
  const scrolled = mergeOlder(opened, "m51", page(1, 50));
  expect(ids(scrolled)).toEqual(range(1, 100));
  expect(scrolled.cursor).toBeNull();
  const moved = mergeNewest(scrolled, page(55, 104));
  expect(ids(moved)).toEqual(range(1, 104));
  expect(moved.session.message_count).toBe(104);
});

test("a changed message of the newest page replaces the known one", () => {
  const opened = mergeNewest(undefined, page(1, 4));
  const again = page(1, 4);
  const retried = {
    ...again,
    messages: again.messages.map((one) => (one.id === "m4" ? { ...one, run_id: "r2" } : one)),
  };
  expect(mergeNewest(opened, retried).messages.at(-1)?.run_id).toBe("r2");
});

test("a newest page that does not reach the known messages replaces them, so that no gap stands", () => {
  const opened = mergeNewest(undefined, page(51, 100));
  const far = mergeNewest(opened, page(151, 200));
  expect(ids(far)).toEqual(range(151, 200));
  expect(far.cursor).toBe("m151");
});

test("messages that were cleared are gone, whether or not they are on the newest page", () => {
  const whole = mergeOlder(mergeNewest(undefined, page(51, 100)), "m51", page(1, 50));
  expect(ids(mergeNewest(whole, page(51, 100, 41)))).toEqual(range(51, 100));
  expect(ids(mergeNewest(whole, page(97, 100, 97)))).toEqual(range(97, 100));
  expect(mergeNewest(whole, { ...page(1, 1), messages: [], message_count: 0 }).messages).toEqual([]);
});

test("an older page that arrives twice, or after a reset, changes nothing", () => {
  const opened = mergeNewest(undefined, page(51, 100));
  const scrolled = mergeOlder(opened, "m51", page(1, 50));
  expect(mergeOlder(scrolled, "m51", page(1, 50))).toBe(scrolled);
});
