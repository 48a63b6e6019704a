import { expect, test } from "vitest";
import { toyExamples } from "./toy-examples.ts";
import { trainInWorker } from "./train-in-worker.ts";
import { trainModel } from "./train-model.ts";

test("the thread makes the same model as training here", async () => {
  const [there, here] = [await trainInWorker(toyExamples), trainModel(toyExamples)];
  for (const { text } of toyExamples) expect(there.predict(text).likelihoods).toEqual(here.predict(text).likelihoods);
});

test("what training throws is thrown here", async () => {
  await expect(trainInWorker(toyExamples.slice(0, 2))).rejects.toThrow("at least two capabilities");
});

test("a signal ends it", async () => {
  const ended = new AbortController();
  const training = trainInWorker(toyExamples, ended.signal);
  ended.abort();
  await expect(training).rejects.toThrow("The training thread ended");
});
