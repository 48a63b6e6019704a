import { expect, test } from "vitest";
import { HubChanges } from "./hub-changes.ts";

test("a reader gets what changed since it began, each once, and leaves nothing behind", async () => {
  const changes = new HubChanges();
  const gone = new AbortController();
  changes.publish({ what: "models" });
  const reader = changes.watch(gone.signal);
  expect((await reader.next()).value).toEqual([]);
  changes.publish({ what: "registry", id: "apollo-ai" });
  changes.publish({ what: "registry", id: "apollo-ai" });
  expect((await reader.next()).value).toEqual([{ what: "registry", id: "apollo-ai" }]);
  changes.publish({ what: "orchestration" });
  expect((await reader.next()).value).toEqual([{ what: "orchestration" }]);
  const last = reader.next();
  gone.abort();
  expect((await last).done).toBe(true);
  expect(changes.readers).toBe(0);
});

test("closing ends every reader", async () => {
  const changes = new HubChanges();
  const reader = changes.watch(new AbortController().signal);
  await reader.next();
  const last = reader.next();
  changes.close();
  expect((await last).done).toBe(true);
  expect(changes.readers).toBe(0);
});

test("a reader that does not read holds a bounded number of changes, and misses no kind", async () => {
  const changes = new HubChanges();
  const reader = changes.watch(new AbortController().signal);
  await reader.next();
  for (let i = 0; i < 5000; i++) changes.publish({ what: "registry", id: `s-${i}` });
  changes.publish({ what: "routing" });
  expect((await reader.next()).value).toEqual([{ what: "registry" }, { what: "routing" }]);
  await reader.return(undefined);
  expect(changes.readers).toBe(0);
});
