import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { embedder, lettersTellApart, openSurroundings, type Surroundings } from "./embedding.fixture.ts";
import { EmbeddingIndex } from "./embedding-index.ts";
import type { Example } from "./read-examples.ts";

let around: Surroundings;
const open: EmbeddingIndex[] = [];
beforeEach(async () => {
  around = await openSurroundings();
});
afterEach(async () => {
  for (const index of open.splice(0)) await index.close();
  await around.close();
});

/** What real time decides (sockets, files) is waited for; what the clock decides is not. */
const until = (check: () => void) => vi.waitFor(check, { interval: 2, timeout: 5000 });

const start = (examples: readonly Example[] | null = lettersTellApart): EmbeddingIndex => {
  const index = new EmbeddingIndex({ ...around.deps, wanted: () => around.now.settings.embedding });
  open.push(index);
  if (examples) index.learn(examples);
  // The first message.
  expect(index.space).toBeNull();
  return index;
};
const ready = (index: EmbeddingIndex) => until(() => expect(index.space).not.toBeNull());
const failed = (times: number) =>
  until(() => expect(around.logged.filter((said) => said.includes("failed"))).toHaveLength(times));
const total = lettersTellApart.length;
const isEmbed = (body: unknown): boolean => typeof body === "object" && body !== null && "input" in body;

describe("the index", () => {
  test("embeds every example once, in batches, one request after the other, with the model's prefix", async () => {
    const index = start();
    await ready(index);
    expect(around.embedded().map((batch) => batch.length)).toEqual([16, 16, 4]);
    expect(around.embedded().flat().sort()).toEqual(lettersTellApart.map((e) => e.text).sort());
    const { requests } = around.fake;
    expect(requests.map((r) => r.body)).toEqual(
      requests.map(() =>
        expect.objectContaining({ input: expect.arrayContaining([expect.stringMatching(/^classification: /)]) }),
      ),
    );
    for (const [i, { receivedAt }] of requests.slice(1).entries())
      expect(receivedAt).toBeGreaterThanOrEqual(requests[i]?.endedAt ?? Number.POSITIVE_INFINITY);
    expect(index.state()).toEqual({ model: embedder, done: total, total, state: "in use" });
  });

  test("embeds nothing after a restart, and one text after one was edited", async () => {
    const first = start();
    await ready(first);
    await first.close();
    const second = start();
    await ready(second);
    expect(around.embedded()).toHaveLength(3);
    const [, ...others] = lettersTellApart;
    second.learn([...others, { capability: "debugging", text: "the program stops with a coredump" }]);
    await until(() => expect(around.embedded().slice(3)).toEqual([["the program stops with a coredump"]]));
    await until(() => expect(second.state()).toEqual({ model: embedder, done: total, total, state: "in use" }));
  });

  test("answers with the old examples until the new ones are in", async () => {
    const index = start();
    await ready(index);
    around.now.idle = false;
    const text = "why does the program stop with a coredump";
    index.learn([...lettersTellApart, { capability: "debugging", text }]);
    await until(() =>
      expect(index.state()).toEqual({ model: embedder, done: total, total: total + 1, state: "reading" }),
    );
    expect((await index.place(text))?.judgement.nearest("debugging")[0]?.text).not.toBe(text);
    around.now.idle = true;
    await around.clock.advance(500);
    await until(async () => expect(index.state()?.done).toBe(total + 1));
    await until(async () => expect((await index.place(text))?.judgement.nearest("debugging")[0]?.text).toBe(text));
  });

  test("waits while runs need the provider", async () => {
    around.now.idle = false;
    const index = start();
    await until(() => expect(index.state()).toEqual({ model: embedder, done: 0, total, state: "reading" }));
    await around.clock.advance(5000);
    expect(around.embeds()).toBe(0);
    around.now.idle = true;
    await around.clock.advance(500);
    await ready(index);
  });

  test("goes on where it was stopped", async () => {
    let calls = 0;
    const embed: typeof around.deps.embed = (model, texts, signal) => {
      calls++;
      if (calls === 3) return new Promise(() => {});
      return around.deps.embed(model, texts, signal);
    };
    const first = new EmbeddingIndex({ ...around.deps, embed, wanted: () => "auto" });
    first.learn(lettersTellApart);
    expect(first.space).toBeNull();
    await until(() => expect(calls).toBe(3));
    await first.close();
    await ready(start());
    expect(around.embedded().map((batch) => batch.length)).toEqual([16, 16, 4]);
  });

  test("leaves the same file, whatever came and went before", async () => {
    const pool = lettersTellApart.slice(0, 10);
    const some = fc.subarray(pool, { minLength: 1 });
    const { file } = around.deps;
    const embed = async (_model: string, texts: readonly string[]) =>
      texts.map((text) => Float32Array.of(text.length, text.codePointAt(24) ?? 0, 1));
    const fileOf = async (sets: readonly (readonly Example[])[]): Promise<Buffer> => {
      const index = new EmbeddingIndex({ ...around.deps, embed, wanted: () => "auto" });
      expect(index.space).toBeNull();
      for (const set of sets) {
        around.logged.length = 0;
        index.learn(set);
        await until(() => expect(around.logged).toEqual([expect.stringContaining("are embedded")]));
      }
      await index.close();
      return readFile(file);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(some, { minLength: 1, maxLength: 5 }), async (sets) => {
        const bytes = await fileOf(sets);
        await writeFile(file, "");
        expect((await fileOf(sets.slice(-1))).equals(bytes)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  test("is given up at once when the hub closes", async () => {
    around.fake.script(isEmbed, { firstTokenMs: 60_000 });
    const index = start();
    await until(() => expect(around.fake.active).toBe(1));
    await index.close();
    await until(() => expect(around.fake.requests[0]?.aborted).toBe(true));
    expect(around.clock.pending).toBe(0);
  });
});

describe("which model", () => {
  const opened = (wanted: string, file = around.deps.file) => {
    const index = new EmbeddingIndex({ ...around.deps, file, wanted: () => wanted });
    open.push(index);
    index.learn(lettersTellApart);
    return index;
  };
  const isDone = (index: EmbeddingIndex) =>
    until(() => expect(index.state()).toEqual({ model: embedder, done: total, total, state: "in use" }));

  test("one that was named is set to work at once, one that nobody named not before the first message", async () => {
    const unnamed = opened("auto");
    const named = opened("nomic-embed-text", join(around.dir, "other.bin"));
    await isDone(named);
    expect([unnamed.state(), around.embeds()]).toEqual([null, 3]);
    await ready(unnamed);
    expect(around.embeds()).toBe(6);
  });

  test("one whose vectors are in the file is taken up without a message", async () => {
    const first = opened("auto");
    await ready(first);
    await first.close();
    await isDone(opened("auto"));
    expect(around.embeds()).toBe(3);
  });

  test("none offered or wanted: no space, no request, and a model that comes is noticed", async () => {
    around.now.offered = ["llama3.2:3b"];
    const index = start();
    expect([index.space, index.state()]).toEqual([null, null]);
    around.now.offered = ["llama3.2:3b", embedder];
    index.refresh();
    await ready(index);
    around.now.settings = { ...around.now.settings, embedding: "off" };
    expect(index.space).toBeNull();
    await until(() => expect(index.state()).toBeNull());
    expect(around.embedded()).toHaveLength(3);
  });

  test("another one starts anew; the one of the file stays after a restart, though a smaller one is there", async () => {
    const first = start();
    await ready(first);
    await first.close();
    around.now.offered = ["aaa-embed", embedder];
    const second = start();
    await ready(second);
    expect(second.state()?.model).toBe(embedder);
    expect(around.embedded()).toHaveLength(3);
    around.fake.script((body) => isEmbed(body), {});
    around.now.offered = ["mxbai-embed-large"];
    expect(second.space).toBeNull();
    await until(() => expect(second.state()).toMatchObject({ model: "mxbai-embed-large", done: 0 }));
  });

  test("the same name with vectors of another length: all of it is embedded again", async () => {
    const first = start();
    await ready(first);
    await first.close();
    const embed = async (_model: string, texts: readonly string[]) => texts.map((t) => Float32Array.of(t.length, 1, 1));
    const index = new EmbeddingIndex({ ...around.deps, embed, wanted: () => "auto" });
    open.push(index);
    index.learn([...lettersTellApart, { capability: "general", text: "something new" }]);
    await until(() =>
      expect(index.state()).toEqual({ model: embedder, done: total, total: total + 1, state: "reading" }),
    );
    await failed(1);
    await around.clock.advance(1000);
    await until(() => expect(index.state()).toMatchObject({ model: embedder, done: total + 1, total: total + 1 }));
  });

  test("the same name with vectors of another length, and all examples kept: noticed by the first message", async () => {
    const first = start();
    await ready(first);
    await first.close();
    let embeds = 0;
    const embed: typeof around.deps.embed = async (model, texts, signal) => {
      embeds++;
      return (await around.deps.embed(model, texts, signal)).map((vector) => Float32Array.of(...vector, 0));
    };
    const index = new EmbeddingIndex({ ...around.deps, embed, wanted: () => "auto" });
    open.push(index);
    index.learn(lettersTellApart);
    await ready(index);
    expect(embeds).toBe(0);
    expect(await index.place("hello hello")).toBeNull();
    expect(index.space).toBeNull();
    await around.clock.advance(1000);
    await ready(index);
    // The message, the look whether it answers again, and the examples.
    expect(embeds).toBe(1 + 1 + 3);
    expect(await index.place("hello hello")).not.toBeNull();
  });

  test("one that cannot tell the examples apart is not asked", async () => {
    const embed = async (_model: string, texts: readonly string[]) => texts.map(() => Float32Array.of(1, 1));
    const index = new EmbeddingIndex({ ...around.deps, embed, wanted: () => "auto" });
    open.push(index);
    index.learn(lettersTellApart);
    expect(index.space).toBeNull();
    await until(() => expect(index.state()).toEqual({ model: embedder, done: total, total, state: "not used" }));
    expect(await index.place("hello")).not.toBeNull();
    expect(index.space).toBeNull();
  });
});

describe("a model that fails", () => {
  test("while it indexes is tried again, each time later, and what came before is kept", async () => {
    around.fake.script(isEmbed, { status: 500, error: "out of memory" });
    const index = start();
    await failed(1);
    expect(around.embedded()).toHaveLength(1);
    await around.clock.advance(1000);
    await failed(2);
    await around.clock.advance(1999);
    expect(around.embedded()).toHaveLength(2);
    around.fake.script(isEmbed, {});
    await around.clock.advance(1);
    await ready(index);
  });

  test("to place a message in time rests, is given time to load in the background, and is used again", async () => {
    const index = start();
    await ready(index);
    around.fake.script(isEmbed, { firstTokenMs: 60_000 });
    const waiting = index.place("hello hello");
    await until(() => expect(around.fake.active).toBe(1));
    await around.clock.advance(299);
    expect(index.space).not.toBeNull();
    await around.clock.advance(1);
    expect(await waiting).toBeNull();
    expect(index.space).toBeNull();

    around.fake.script(isEmbed, {});
    const before = around.embedded().length;
    await around.clock.advance(999);
    expect(around.embedded()).toHaveLength(before);
    await around.clock.advance(1);
    await ready(index);
    expect(around.embedded()).toHaveLength(before + 1);
    expect((await index.place("hello hello, do you like jazz today"))?.judgement.likelihoods[0]).toBeDefined();
  });
});
