import { expect, test } from "vitest";
import { GroupCommit } from "./group-commit.ts";

test("writes of one turn of the event loop share a transaction, in order", async () => {
  const batches: number[][] = [];
  const commit = new GroupCommit<number>(async (items) => void batches.push([...items]));
  await Promise.all([commit.add(1), commit.add(2), commit.add(3)]);
  await commit.add(4);
  expect(batches).toEqual([[1, 2, 3], [4]]);
});

test("writes that come while a transaction is under way share the next one", async () => {
  const batches: number[][] = [];
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const commit = new GroupCommit<number>(async (items) => {
    batches.push([...items]);
    if (batches.length === 1) await gate;
  });
  const first = commit.add(1);
  await new Promise((resolve) => setImmediate(resolve));
  const later = [commit.add(2), commit.add(3)];
  open();
  await Promise.all([first, ...later]);
  expect(batches).toEqual([[1], [2, 3]]);
});

test("a bad write fails alone: the others of its transaction are committed without it", async () => {
  const committed: number[] = [];
  const commit = new GroupCommit<number>(async (items) => {
    if (items.includes(2)) throw new Error("two is not welcome");
    committed.push(...items);
  });
  const results = await Promise.allSettled([commit.add(1), commit.add(2), commit.add(3)]);
  expect(results.map((r) => r.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(committed).toEqual([1, 3]);
  await commit.add(4);
  expect(committed).toEqual([1, 3, 4]);
});
