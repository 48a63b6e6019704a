import { expect, test } from "vitest";
import { toyExamples } from "./toy-examples.ts";
import { trainInWorker } from "./train-in-worker.ts";
import { trainModel } from "./train-model.ts";

test("the same examples give the same model, byte for byte; one made in another thread says the same", async () => {
  const model = trainModel(toyExamples);
  expect(trainModel(toyExamples).toBytes()).toEqual(model.toBytes());
  const elsewhere = await trainInWorker(toyExamples);
  for (const { text } of toyExamples)
    expect(elsewhere.predict(text).likelihoods).toEqual(model.predict(text).likelihoods);
});

test("it learns what it is shown", () => {
  const model = trainModel(toyExamples);
  expect(model.capabilities).toEqual(["debugging", "general", "messaging"]);
  for (const { text, capability } of toyExamples)
    expect(model.predict(text).likelihoods[0]?.capability, text).toBe(capability);
});

test("examples of one capability are no choice to learn, and the thread passes that on", async () => {
  const one = toyExamples.filter((e) => e.capability === "general");
  expect(() => trainModel(one)).toThrow("at least two capabilities");
  await expect(trainInWorker(one)).rejects.toThrow("at least two capabilities");
});

test("this thread goes on while the other trains", async () => {
  let ticks = 0;
  let training = true;
  const tick = (): void => {
    ticks++;
    if (training) setImmediate(tick);
  };
  setImmediate(tick);
  await trainInWorker(toyExamples);
  training = false;
  expect(ticks).toBeGreaterThan(10);
});
