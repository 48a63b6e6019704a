import { describe, expect, test } from "vitest";
import { EmbeddingSpace } from "./embedding-space.ts";
import type { Example } from "./read-examples.ts";
import { seeded } from "./train-model.ts";

const { signal } = new AbortController();
const dims = 24;

const unit = (vector: Float32Array): Float32Array => vector.map((x) => x / Math.hypot(...vector));

/** Ten capabilities of thirty examples; each lies at its capability's axis, the further off the more `noise`. */
function world(noise: number, seed = 1) {
  const random = seeded(seed);
  const place = (axis: number) =>
    unit(Float32Array.from({ length: dims }, (_, i) => (i === axis ? 1 : 0) + noise * (random() - 0.5)));
  const vectors = new Map<Example, Float32Array>();
  for (let axis = 0; axis < 10; axis++)
    for (let n = 0; n < 30; n++) vectors.set({ capability: `c${axis}`, text: `${axis}/${n}` }, place(axis));
  const none = new Float32Array(dims);
  const build = () => EmbeddingSpace.build([...vectors.keys()], dims, (e) => vectors.get(e) ?? none, signal);
  return { vectors, build, place };
}

const probabilityOf = (judgement: ReturnType<EmbeddingSpace["judge"]>, capability: string): number =>
  judgement.likelihoods.find((l) => l.capability === capability)?.probability ?? 0;

describe("a space of examples", () => {
  test("gives a message the capability of the examples around it, and names the nearest of them", async () => {
    const { build, vectors } = world(0.5);
    const space = await build();
    for (const [example, vector] of [...vectors].slice(0, 60)) {
      const judgement = space.judge(vector);
      expect(probabilityOf(judgement, example.capability)).toBeGreaterThan(0.9);
      expect(judgement.likelihoods.reduce((sum, l) => sum + l.probability, 0)).toBeCloseTo(1);
      const [nearest, next, ...rest] = judgement.nearest(example.capability);
      expect(nearest).toEqual({ text: example.text, similarity: expect.closeTo(1, 5) });
      expect(judgement.similarity).toBeCloseTo(1, 5);
      expect(next?.similarity).toBeLessThan(1);
      expect(rest).toEqual([]);
    }
  });

  test("says as much as the examples can be told apart", async () => {
    const clear = await world(0.3).build();
    const blurred = await world(3).build();
    const noise = await world(1000).build();
    expect(clear.skill).toBeGreaterThan(0.9);
    expect(blurred.skill).toBeLessThan(clear.skill);
    expect(noise.skill).toBeLessThan(0.05);
    const { place } = world(1000, 2);
    expect(Math.max(...noise.judge(place(0)).likelihoods.map((l) => l.probability))).toBeLessThan(0.35);
  });

  test("is about as often right as its probabilities say", async () => {
    const space = await world(2).build();
    const { vectors } = world(2, 5);
    let [right, expected] = [0, 0];
    for (const [{ capability }, vector] of vectors) {
      const [best] = [...space.judge(vector).likelihoods].sort((a, b) => b.probability - a.probability);
      right += best?.capability === capability ? 1 : 0;
      expected += best?.probability ?? 0;
    }
    expect(right / vectors.size).toBeGreaterThan(0.4);
    expect(Math.abs(right - expected) / vectors.size).toBeLessThan(0.06);
  });

  test("knows how far from the examples is too far", async () => {
    const space = await world(0.5).build();
    const inside = world(0.5, 3).place(4);
    const elsewhere = unit(Float32Array.from({ length: dims }, (_, i) => (i >= 10 ? 1 : 0)));
    expect(space.judge(inside).similarity).toBeGreaterThan(space.leastSimilarity);
    expect(space.judge(elsewhere).similarity).toBeLessThan(space.leastSimilarity);
  });

  test("of one example each knows nothing, and does not fail", async () => {
    const examples = ["a", "b"].map((capability) => ({ capability, text: capability }));
    const space = await EmbeddingSpace.build(
      examples,
      2,
      (e) => Float32Array.of(+(e.text === "a"), +(e.text === "b")),
      signal,
    );
    expect(space.skill).toBe(0);
    expect(space.judge(Float32Array.of(1, 0)).likelihoods.map((l) => l.probability)).toEqual([0.5, 0.5]);
  });

  test("is not built on when nobody wants it any more", async () => {
    const examples = [{ capability: "a", text: "a" }];
    const gone = AbortSignal.abort(new Error("closing"));
    await expect(EmbeddingSpace.build(examples, 1, () => Float32Array.of(1), gone)).rejects.toThrow();
  });
});
