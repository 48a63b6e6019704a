import { expect, test } from "vitest";
import { embedText } from "#e2e/fake-ollama/embed-text.ts";
import { crossValidate } from "./cross-validate.ts";
import { lettersTellApart } from "./embedding.fixture.ts";
import { judgeTogether } from "./embedding-figures.ts";
import { vectorKey } from "./embedding-file.ts";

const model = "some-embed";
const vectors = new Map(lettersTellApart.map(({ text }) => [vectorKey(text), Float32Array.from(embedText(text))]));

test("each request of a fold is judged by the vectors of the others", async () => {
  let right = 0;
  for (const fold of crossValidate(lettersTellApart, 3)) {
    const judged = await judgeTogether(fold, lettersTellApart, { model, dims: 64, vectors });
    expect(judged).toHaveLength(fold.length);
    for (const [i, { likelihoods, skill }] of judged.entries()) {
      expect(skill).toBeGreaterThan(0.4);
      if (likelihoods[0]?.capability === fold[i]?.example.capability) right++;
    }
  }
  expect(right / lettersTellApart.length).toBeGreaterThan(0.9);
});

test("vectors that say nothing leave it at the words", async () => {
  const same = new Map([...vectors.keys()].map((key) => [key, Float32Array.of(1)]));
  for (const fold of crossValidate(lettersTellApart, 3)) {
    const judged = await judgeTogether(fold, lettersTellApart, { model, dims: 1, vectors: same });
    expect(judged.map((j) => j.likelihoods)).toEqual(fold.map((f) => f.prediction.likelihoods));
  }
});

test("a file that lacks vectors is said to", async () => {
  const [fold = []] = crossValidate(lettersTellApart, 3);
  const none = judgeTogether(fold, lettersTellApart, { model, dims: 64, vectors: new Map() });
  await expect(none).rejects.toThrow("finish embedding");
});
