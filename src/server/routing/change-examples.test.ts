import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { examplesQuery } from "#contract/routing.ts";
import { openTestDatabase } from "#server/db/open-test-database.ts";
import { localActor } from "#server/kernel/actor.ts";
import { addExample, editExample, removeExample, restoreExample } from "./change-examples.ts";
import { exampleId } from "./example-id.ts";
import { openExampleStore } from "./example-store.ts";
import { listExamples } from "./list-examples.ts";
import { openTestRouting, type TestRouting } from "./routing.fixture.ts";
import { toyExamples } from "./toy-examples.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let routing: TestRouting;
beforeEach(async () => {
  database = await openTestDatabase();
  routing = await openTestRouting(database);
});
afterEach(async () => {
  await routing.deps.router.close();
  await database.close();
});

const shipped = toyExamples[0] ?? { text: "", capability: "" };
const shippedId = exampleId(shipped);
const added = { text: "the build is red since noon", capability: "debugging" };
const list = (query: object = {}) => listExamples(routing.deps, examplesQuery.parse(query));
const texts = (query: object = {}) => list(query).examples.map(({ text }) => text);
const learned = () => routing.deps.examples.learned();

test("what is added is listed first, is learned from and is known again after a restart", async () => {
  const example = await addExample(routing.deps, localActor, added);
  expect(example).toEqual({ id: exampleId(added), ...added, origin: "added" });
  expect(list().examples[0]).toEqual(example);
  expect(learned().at(-1)).toEqual(added);
  const again = await openExampleStore(database.prisma, toyExamples);
  expect(again.find(example.id)).toMatchObject(example);
  expect(again.learned()).toEqual(learned());
  expect(await database.prisma.exampleEdit.findMany()).toMatchObject([{ by: "local", removed: false }]);
});

test("what is there already is a CONFLICT, wherever it came from", async () => {
  await addExample(routing.deps, localActor, added);
  for (const example of [added, shipped])
    await expect(addExample(routing.deps, localActor, example)).rejects.toMatchObject({
      code: "CONFLICT",
      details: { id: exampleId(example) },
    });
  const both = [1, 2].map(() => addExample(routing.deps, localActor, { ...added, text: "twice at once" }));
  expect((await Promise.allSettled(both)).map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a capability that only the registry has is learned; one that nobody has is refused", async () => {
  await addExample(routing.deps, localActor, { text: "seventeen syllables on rain", capability: "haiku" });
  const unknown = addExample(routing.deps, localActor, { ...added, capability: "debuging" });
  await expect(unknown).rejects.toMatchObject({ code: "BAD_REQUEST", details: { issues: [{ path: "capability" }] } });
});

describe("a shipped example", () => {
  test("that is removed is not learned from, also after a restart, and can be restored", async () => {
    await removeExample(routing.deps, localActor, shippedId);
    expect(learned()).not.toContainEqual(shipped);
    expect((await openExampleStore(database.prisma, toyExamples)).learned()).toEqual(learned());
    expect(list({ origin: "removed" })).toMatchObject({ total: 1, examples: [{ id: shippedId, origin: "shipped" }] });
    await expect(removeExample(routing.deps, localActor, shippedId)).rejects.toMatchObject({ code: "NOT_FOUND" });

    expect(await restoreExample(routing.deps, localActor, shippedId)).toMatchObject({ ...shipped, origin: "shipped" });
    expect(learned()).toEqual(toyExamples);
    expect(await database.prisma.exampleEdit.count()).toBe(0);
    await expect(restoreExample(routing.deps, localActor, shippedId)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("that is edited is taken out for the new one, and stays restorable", async () => {
    const edited = await editExample(routing.deps, localActor, { id: shippedId, text: added.text });
    expect(edited).toEqual({ id: exampleId(added), ...added, origin: "added" });
    expect(learned()).toHaveLength(toyExamples.length);
    await restoreExample(routing.deps, localActor, shippedId);
    expect(learned()).toEqual([...toyExamples, added]);
  });

  test("that is written again by hand is the shipped one", async () => {
    await removeExample(routing.deps, localActor, shippedId);
    expect(await addExample(routing.deps, localActor, shipped)).toMatchObject({ id: shippedId, origin: "shipped" });
    expect(learned()).toEqual(toyExamples);
  });
});

test("one written here can be edited, moved to another capability and removed for good", async () => {
  const { id } = await addExample(routing.deps, localActor, added);
  const moved = await editExample(routing.deps, localActor, { id, text: "the build is green", capability: "general" });
  expect(moved).toMatchObject({ capability: "general", origin: "added" });
  await removeExample(routing.deps, localActor, moved.id);
  expect(learned()).toEqual(toyExamples);
  expect(await database.prisma.exampleEdit.count()).toBe(0);
  await expect(restoreExample(routing.deps, localActor, moved.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("an edit that cannot be made leaves everything as it was", async () => {
  const { id } = await addExample(routing.deps, localActor, added);
  const before = await database.prisma.exampleEdit.findMany();
  await expect(editExample(routing.deps, localActor, { id, text: shipped.text })).rejects.toMatchObject({
    code: "CONFLICT",
  });
  expect(await database.prisma.exampleEdit.findMany()).toEqual(before);
  expect(learned()).toEqual([...toyExamples, added]);
  const unknown = editExample(routing.deps, localActor, { id: "0".repeat(16), text: "anything" });
  await expect(unknown).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("an update of the hub that ships or drops an edited example leaves one of each", async () => {
  await addExample(routing.deps, localActor, added);
  await removeExample(routing.deps, localActor, shippedId);
  const updated = await openExampleStore(database.prisma, [...toyExamples.slice(1), added]);
  expect(updated.learned()).toEqual([...toyExamples.slice(1), added]);
  expect(updated.removed()).toEqual([]);
  expect(updated.find(exampleId(added))?.origin).toBe("shipped");
});

describe("the list", () => {
  test("is by capability, by words in any case, and by origin", async () => {
    await addExample(routing.deps, localActor, added);
    expect(texts({ capability: "messaging" })).toEqual(
      toyExamples.filter(({ capability }) => capability === "messaging").map(({ text }) => text),
    );
    expect(texts({ q: "CRASHES", capability: "debugging" })).toHaveLength(2);
    expect(texts({ origin: "added" })).toEqual([added.text]);
    expect(list({ origin: "shipped" }).total).toBe(toyExamples.length);
    expect(list({ q: "nothing has this" })).toEqual({ examples: [], total: 0, next_cursor: null });
  });

  test("has pages that join without gap or repetition, whatever happens to the last one seen", async () => {
    for (const text of ["first", "second", "third"]) {
      await addExample(routing.deps, localActor, { text, capability: "general" });
      await routing.clock.advance(5);
    }
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = list({ limit: 2, ...(cursor && { cursor }) });
      seen.push(...page.examples.map(({ text }) => text));
      cursor = page.next_cursor;
      if (seen.length === 2) await removeExample(routing.deps, localActor, page.examples[1]?.id ?? "");
    }
    expect(seen).toEqual(["third", "second", "first", ...toyExamples.map(({ text }) => text)]);
    expect(() => list({ cursor: "elsewhere" })).toThrow(expect.objectContaining({ code: "BAD_REQUEST" }));
  });
});
