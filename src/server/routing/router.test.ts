import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openTestDatabase } from "#server/db/open-test-database.ts";
import { localActor } from "#server/kernel/actor.ts";
import { addExample, removeExample } from "./change-examples.ts";
import type { Model } from "./model.ts";
import type { Example } from "./read-examples.ts";
import { routeMessage } from "./route-message.ts";
import type { RouterDeps } from "./router.ts";
import { openTestRouting, specialistOf, type TestRouting, toyRegistry } from "./routing.fixture.ts";
import { toyExamples } from "./toy-examples.ts";
import { trainModel } from "./train-model.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
const opened: TestRouting[] = [];
const open = async (options: Partial<RouterDeps> = {}): Promise<TestRouting> => {
  const routing = await openTestRouting(database, { train: async (examples) => trainModel(examples), ...options });
  opened.push(routing);
  return routing;
};
beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  for (const { deps } of opened.splice(0)) await deps.router.close();
  await database.close();
});

const haiku = (text: string): Example => ({ text, capability: "haiku" });
const rain = ["a haiku about rain", "seventeen syllables on rain, a haiku", "a haiku for the rain in spring"].map(
  haiku,
);
const asks = "please a haiku about rain in autumn";
const teach = async ({ deps }: TestRouting, examples = rain) => {
  for (const example of examples) await addExample(deps, localActor, example);
};

describe("learning", () => {
  test("an added capability is chosen once it is learned, and until then the old model answers", async () => {
    const routing = await open();
    await teach(routing);
    expect(routing.deps.router.state()).toMatchObject({ training: true, failure: null, examples: 15 });
    expect((await routeMessage(routing.deps, { message: asks })).capability).not.toBe("haiku");
    await routing.settled();
    expect(await routeMessage(routing.deps, { message: asks })).toMatchObject({
      specialist_id: "numa-ai",
      capability: "haiku",
      by: "words",
    });
    expect(routing.deps.router.state()).toMatchObject({ training: false, trained_at: "2026-01-01T00:00:01.000Z" });
    expect(routing.deps.router.state().capabilities).toContainEqual({
      capability: "haiku",
      examples: 3,
      added: 3,
      removed: 0,
    });
  });

  test("in a thread of its own does the same", async () => {
    const routing = await openTestRouting(database);
    opened.push(routing);
    await teach(routing);
    await routing.settled();
    expect((await routeMessage(routing.deps, { message: asks })).capability).toBe("haiku");
  });

  test("waits for the last of several changes, and trains once for all", async () => {
    const train = vi.fn(async (examples: readonly Example[]) => trainModel(examples));
    const routing = await open({ train });
    await teach(routing, rain.slice(0, 1));
    await routing.clock.advance(900);
    await teach(routing, rain.slice(1));
    await routing.clock.advance(900);
    expect(train).not.toHaveBeenCalled();
    await routing.settled();
    expect(train).toHaveBeenCalledTimes(1);
    expect(train.mock.calls[0]?.[0]).toEqual([...toyExamples, ...rain]);
  });

  test("happens once at a time; a change meanwhile is learned after it", async () => {
    const trainings: { examples: readonly Example[]; end: () => void }[] = [];
    const train = (examples: readonly Example[]) =>
      new Promise<Model>((resolve) => trainings.push({ examples, end: () => resolve(trainModel(examples)) }));
    const routing = await open({ train });
    await teach(routing, rain.slice(0, 1));
    await routing.clock.advance(1000);
    await vi.waitFor(() => expect(trainings).toHaveLength(1));
    await teach(routing, rain.slice(1));
    await routing.clock.advance(5000);
    expect(trainings).toHaveLength(1);
    trainings[0]?.end();
    await vi.waitFor(() => expect(trainings).toHaveLength(2));
    expect(trainings[1]?.examples).toEqual([...toyExamples, ...rain]);
    trainings[1]?.end();
    await routing.settled();
    expect((await routeMessage(routing.deps, { message: asks })).capability).toBe("haiku");
  });

  test("that fails leaves the old model, says why, and is forgotten when one succeeds", async () => {
    const train = vi.fn(async (examples: readonly Example[]) => trainModel(examples));
    train.mockRejectedValueOnce(new Error("no memory for it"));
    const routing = await open({ train });
    await teach(routing, rain.slice(0, 2));
    await routing.settled();
    expect(routing.deps.router.state()).toMatchObject({ training: false, failure: "no memory for it" });
    expect((await routeMessage(routing.deps, { message: "it crashes with an error" })).specialist_id).toBe("apollo-ai");
    await teach(routing, rain.slice(2));
    await routing.settled();
    expect(routing.deps.router.state().failure).toBeNull();
  });

  test("is no work when the examples are again what they were", async () => {
    const train = vi.fn(async (examples: readonly Example[]) => trainModel(examples));
    // Where no file can be: the model in use is all there is.
    const routing = await open({ train, shippedFile: join(database.path, "shipped.bin") });
    const { id } = await addExample(routing.deps, localActor, haiku("rain, rain, rain"));
    await removeExample(routing.deps, localActor, id);
    await routing.settled();
    expect(train).not.toHaveBeenCalled();
  });

  test("tells of each beginning and each end", async () => {
    const routing = await open();
    await teach(routing, rain.slice(0, 1));
    expect(routing.changes()).toBe(1);
    await routing.settled();
    expect(routing.changes()).toBe(2);
  });

  test.each(["under way", "about to begin"])("that is %s ends with the hub", async (when) => {
    const train = vi.fn(
      (_: readonly Example[], signal: AbortSignal) =>
        new Promise<Model>((_, reject) => signal.addEventListener("abort", () => reject(new Error("ended")))),
    );
    const routing = await open({ train });
    await teach(routing);
    await routing.clock.advance(1000);
    if (when === "under way") await vi.waitFor(() => expect(train).toHaveBeenCalled());
    await routing.deps.router.close();
    expect(routing.deps.router.state()).toMatchObject({ training: false, failure: null });
    await routing.clock.advance(5000);
    expect(train).toHaveBeenCalledTimes(when === "under way" ? 1 : 0);
    expect(routing.clock.pending).toBe(0);
  });
});

describe("after a restart", () => {
  test("what was learned is read, not learned again", async () => {
    const first = await open();
    await teach(first);
    await first.settled();
    const train = vi.fn();
    const second = await open({ train });
    expect(second.deps.router.state().training).toBe(false);
    expect((await routeMessage(second.deps, { message: asks })).capability).toBe("haiku");
    await second.settled();
    expect(train).not.toHaveBeenCalled();
    // The shipped model has kept its place.
    expect((await readFile(join(database.dir, "shipped.bin"))).length).toBeGreaterThan(0);
  });

  test("what was not learned in time is learned, with the shipped model meanwhile", async () => {
    const first = await open();
    await teach(first);
    await first.deps.router.close();
    const second = await open();
    expect(second.deps.router.state().training).toBe(true);
    expect((await routeMessage(second.deps, { message: "it crashes with an error" })).specialist_id).toBe("apollo-ai");
    await second.settled();
    expect((await routeMessage(second.deps, { message: asks })).capability).toBe("haiku");
  });
});

describe("who may answer", () => {
  const message = "the app crashes with a stack trace and an error";
  const among = (routing: TestRouting, registry: readonly ReturnType<typeof specialistOf>[]) => ({
    ...routing.deps,
    registry: () => registry,
  });

  test("neither the disabled nor the unavailable nor the excluded", async () => {
    const routing = await open();
    expect((await routeMessage(routing.deps, { message })).specialist_id).toBe("apollo-ai");
    const disabled = toyRegistry.map((s) => (s.id === "apollo-ai" ? { ...s, enabled: false } : s));
    const answers = [
      await routeMessage(among(routing, disabled), { message }),
      await routeMessage({ ...routing.deps, isAvailable: ({ id }) => id !== "apollo-ai" }, { message }),
      await routeMessage(routing.deps, { message, exclude: ["apollo-ai"] }),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ specialist_id: "hermes-ai", capability: "debugging" });
      expect(JSON.stringify(answer)).not.toContain("apollo-ai");
    }
  });

  test("is by the rank that is handed in", async () => {
    const routing = await open({ rankOf: ({ id }) => (id === "numa-ai" ? 0.2 : 0.1) });
    const all = [specialistOf("apollo-ai", ["debugging"]), specialistOf("numa-ai", [], { debugging: 0.1 })];
    expect((await routeMessage(among(routing, all), { message })).specialist_id).toBe("numa-ai");
  });

  test("nobody: refused, and told who would be there", async () => {
    const routing = await open();
    const all = toyRegistry.map(({ id }) => id);
    await expect(routeMessage(routing.deps, { message, exclude: all })).rejects.toMatchObject({
      code: "SPECIALIST_NOT_FOUND",
      details: { available: [] },
    });
    const others = among(routing, [specialistOf("clown-ai", ["juggling"])]);
    await expect(routeMessage(others, { message })).rejects.toMatchObject({
      code: "SPECIALIST_NOT_FOUND",
      details: { available: ["clown-ai"] },
    });
  });

  test("a rule comes before the words, and hears only of those who may answer", async () => {
    const routing = await open();
    const answer = await routeMessage(routing.deps, { message });
    const byRule = vi.fn(async () => ({ ...answer, by: "rule" as const }));
    expect((await routeMessage({ ...routing.deps, byRule }, { message, exclude: ["numa-ai"] })).by).toBe("rule");
    expect(byRule).toHaveBeenCalledWith(
      message,
      toyRegistry.filter(({ id }) => id !== "numa-ai"),
    );
    expect((await routeMessage({ ...routing.deps, byRule: async () => null }, { message })).by).toBe("words");
  });
});

test("the kind of a text is what its words say, and none when they do not", async () => {
  const { router } = (await open()).deps;
  expect(router.kindOf("the app crashes with a stack trace and an error")).toBe("debugging");
  for (const text of ["", "Schreibe meinem Vermieter", "🙂"]) expect(router.kindOf(text)).toBeNull();
});

describe("a second opinion", () => {
  const reconsidered = {
    by: "embedding" as const,
    likelihoods: [
      { capability: "messaging", probability: 0.9 },
      { capability: "debugging", probability: 0.1 },
    ],
    evidenceFor: () => [{ kind: "example" as const, feature: "send my landlord a letter", weight: 0.8 }],
    remark: null,
  };
  const indexing = { model: "nomic-embed-text", done: 3, total: 12, state: "reading" as const };
  const port = (reconsider: NonNullable<RouterDeps["secondOpinion"]>["reconsider"]) => ({
    reconsider: vi.fn(reconsider),
    learn: vi.fn(),
    state: () => indexing,
  });

  test("counts in place of the words, and says by whom and because of what", async () => {
    const secondOpinion = port(async () => reconsidered);
    const { deps } = await open({ secondOpinion });
    const answer = await routeMessage(deps, { message: "why does it crash" });
    expect(answer).toMatchObject({ specialist_id: "hermes-ai", by: "embedding", confidence: 0.9 });
    expect(answer.reason).toMatch(/^Looks like messaging because of requests like “send my landlord a letter”/);
    expect(answer.evidence[0]).toEqual(reconsidered.evidenceFor()[0]);
    expect(deps.router.state().embedding).toEqual(indexing);
    const isUnsure = secondOpinion.reconsider.mock.calls[0]?.[2];
    expect(isUnsure?.(reconsidered.likelihoods)).toBe(false);
    expect(isUnsure?.([{ capability: "debugging", probability: 0.2 }])).toBe(true);
  });

  test("may know a language that the words do not, and its remark ends the reason", async () => {
    const { deps } = await open({ secondOpinion: port(async () => ({ ...reconsidered, remark: "It was asked." })) });
    const answer = await routeMessage(deps, { message: "Schreibe meinem Vermieter wegen der Heizung" });
    expect(answer).toMatchObject({ specialist_id: "hermes-ai", unsure: false });
    expect(answer.reason).toMatch(/ It was asked\.$/);
  });

  test.each([null, Promise.resolve(null)])("of %s leaves it at the words", async (nothing) => {
    const { deps } = await open({ secondOpinion: port(() => nothing) });
    expect((await routeMessage(deps, { message: "why does it crash" })).by).toBe("words");
  });

  test("hears of the examples at the start and after each change", async () => {
    const secondOpinion = port(() => null);
    const { deps } = await open({ secondOpinion });
    expect(secondOpinion.learn).toHaveBeenLastCalledWith(toyExamples);
    await addExample(deps, localActor, haiku("rain, rain, rain"));
    expect(secondOpinion.learn).toHaveBeenLastCalledWith([...toyExamples, haiku("rain, rain, rain")]);
  });
});
