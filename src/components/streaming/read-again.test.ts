import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { readAgain } from "./read-again.ts";

/** A list that is shown; each read of it waits until it is let finish. */
function shownList() {
  const client = new QueryClient();
  const reads: ((value: string) => void)[] = [];
  const queryFn = () => new Promise<string>((resolve) => reads.push(resolve));
  new QueryObserver(client, { queryKey: ["list"], queryFn }).subscribe(() => {});
  const finish = async (value: string) => {
    reads.at(-1)?.(value);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { client, reads, finish, shown: () => client.getQueryData(["list"]) };
}

it("one read for a change while none is under way", async () => {
  const { client, reads, finish, shown } = shownList();
  await finish("first");
  const done = readAgain(client, ["list"]);
  await finish("second");
  await done;
  expect({ reads: reads.length, shown: shown() }).toEqual({ reads: 2, shown: "second" });
});

it.each(["the first", "a later"])(
  "changes during %s read let it finish, and are one more read after it",
  async (which) => {
    const { client, reads, finish, shown } = shownList();
    if (which === "a later") {
      await finish("first");
      void readAgain(client, ["list"]);
    }
    const before = reads.length;
    const done = Promise.all([1, 2, 3].map(() => readAgain(client, ["list"])));
    expect(reads).toHaveLength(before);
    await finish("from before the change");
    expect(shown()).toBe("from before the change");
    expect(reads).toHaveLength(before + 1);
    await finish("as it is");
    await done;
    expect({ reads: reads.length, shown: shown() }).toEqual({ reads: before + 1, shown: "as it is" });
  },
);
