import { expect, it } from "vitest";
import type { BroadcastView } from "#contract/broadcast.ts";
import { type BroadcastPages, putBroadcast } from "./broadcast-pages.ts";

const broadcast = (id: string, message = ""): BroadcastView => ({ id, message, created_at: "", lanes: [] });
const pages: BroadcastPages = {
  pageParams: [null, "b"],
  pages: [
    { broadcasts: [broadcast("c"), broadcast("b")], next_cursor: "b" },
    { broadcasts: [broadcast("a")], next_cursor: null },
  ],
};
const ids = (of: BroadcastPages | undefined) => of?.pages.map((page) => page.broadcasts.map(({ id }) => id));

it("a new broadcast stands on top", () => {
  expect(ids(putBroadcast(pages, broadcast("d")))).toEqual([["d", "c", "b"], ["a"]]);
});

it("one that is there already is replaced where it stands", () => {
  const next = putBroadcast(pages, broadcast("a", "retried"));
  expect(ids(next)).toEqual([["c", "b"], ["a"]]);
  expect(next?.pages[1]?.broadcasts[0]?.message).toBe("retried");
});

it("nothing is put into pages that are not loaded", () => {
  expect(putBroadcast(undefined, broadcast("a"))).toBeUndefined();
});
