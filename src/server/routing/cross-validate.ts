/** How well the router does on requests it has not seen: it learns from four fifths and is asked the rest, five times. */
import type { Model, Prediction } from "./model.ts";
import type { Example } from "./read-examples.ts";
import { seeded, shuffle, trainModel } from "./train-model.ts";

export interface Judged {
  readonly example: Example;
  readonly model: Model;
  readonly prediction: Prediction;
}

/**
 * A fold at a time, `folds` ≥ 2 of them: every example once, predicted by a model that did not learn from it. Each
 * fold trains a model when it is asked for.
 */
export function* crossValidate(examples: readonly Example[], folds = 5): Generator<Judged[]> {
  const order = Int32Array.from(examples.keys());
  shuffle(order, seeded(1));
  const shuffled = [...order].flatMap((i) => examples[i] ?? []);
  for (let fold = 0; fold < folds; fold++) {
    const model = trainModel(shuffled.filter((_, i) => i % folds !== fold));
    yield shuffled
      .filter((_, i) => i % folds === fold)
      .map((example) => ({ example, model, prediction: model.predict(example.text) }));
  }
}
