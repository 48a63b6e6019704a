import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestDatabase } from "#server/db/open-test-database.ts";
import { localActor } from "#server/kernel/actor.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import { changeSpecialist } from "./change-specialist.ts";
import type { RegistryDeps } from "./registry-deps.ts";
import { rosterEntries } from "./roster.ts";
import { SpecialistStore } from "./specialist-store.ts";

let db: Awaited<ReturnType<typeof openTestDatabase>>;
let store: SpecialistStore;
let deps: RegistryDeps;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.prisma.specialist.deleteMany();
  await db.prisma.specialistVersion.deleteMany();
  store = new SpecialistStore(db.prisma);
  await store.load();
  await store.seed(rosterEntries(), 0);
  deps = { specialists: store, clock: new ManualClock(), onChange: () => {} };
});

test("of edits at the same moment each decides by what the one before it left", async () => {
  const edit = (fields: object) => changeSpecialist(deps, localActor, { id: "apollo-ai", fields });
  await Promise.all([edit({ temperature: 0.33 }), edit({ role: "seer" }), edit({ description: "x" })]);
  expect(store.find("apollo-ai")).toMatchObject({ temperature: 0.33, role: "seer", description: "x", version: 4 });
  const again = new SpecialistStore(db.prisma);
  await again.load();
  expect(again.all()).toEqual(store.all());
});

test("a write that fails leaves everything as it was, and the next one goes on", async () => {
  const before = store.all();
  const two = rosterEntries().slice(0, 2);
  const clash = store.write(
    () => two.map((fields) => ({ id: fields.id, change: "edited", fields: { ...fields, name: "same" } })),
    { by: "ada", now: 1 },
  );
  await expect(clash).rejects.toThrow();
  expect(store.all()).toBe(before);
  expect(await store.versions("apollo-ai", 10)).toHaveLength(1);
  await changeSpecialist(deps, localActor, { id: "apollo-ai", fields: { role: "seer" } });
  expect(store.find("apollo-ai")?.role).toBe("seer");
});

test("names that change places do not meet on the way", async () => {
  const [apollo, synthesis] = rosterEntries();
  if (!apollo || !synthesis) throw new Error("the roster is empty");
  await store.write(
    () => [
      { id: apollo.id, change: "imported", fields: { ...apollo, name: synthesis.name } },
      { id: synthesis.id, change: "imported", fields: { ...synthesis, name: apollo.name } },
    ],
    { by: "ada", now: 1 },
  );
  expect([store.find(apollo.id)?.name, store.find(synthesis.id)?.name]).toEqual([synthesis.name, apollo.name]);
});

test("an entry from before versions were kept has its first state in its history", async () => {
  await db.prisma.specialistVersion.deleteMany();
  expect(await store.versions("apollo-ai", 10)).toMatchObject([{ version: 1, by: "the hub" }]);
  const before = store.find("apollo-ai");
  await changeSpecialist(deps, localActor, { id: "apollo-ai", fields: { role: "seer" } });
  const versions = await store.versions("apollo-ai", 10);
  expect(versions.map(({ version, by }) => [version, by])).toEqual([
    [2, "local"],
    [1, "the hub"],
  ]);
  expect(versions[1]?.specialist?.role).toBe(before?.role);
});

test("an emptied registry stays empty: only one that never had an entry is filled", async () => {
  await store.write(() => store.all().map(({ id }) => ({ id, change: "deleted", fields: null })), {
    by: "ada",
    now: 1,
  });
  const again = new SpecialistStore(db.prisma);
  await again.load();
  expect(await again.seed(rosterEntries(), 2)).toBe(0);
  expect(await again.deleted(100)).toHaveLength(18);
});
