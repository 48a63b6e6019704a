/**
 * Softmax regression by stochastic gradient descent. The same examples in the same order give the same model,
 * byte for byte: the only chance in it is a shuffle with a seed of its own.
 */
import { Model } from "./model.ts";
import type { Example } from "./read-examples.ts";
import { seeFeatures } from "./text-features.ts";

/** Chosen by cross-validation over the examples; docs/routing.md says what each is worth. */
const epochs = 5;
const firstRate = 4;
const biasRate = 0.05;
/** The share of belief that goes to the other capabilities: examples are hard, certainty would be wrong. */
const smoothing = 0.1;
/** Gradients below this are not applied: it halves the time and changes nothing else. */
const smallestGradient = 3e-3;
/** Features of fewer examples are left out. */
const leastExamples = 2;
/** Runs of letters are many and say the same thing again. */
const importanceOfRuns = 0.35;
/** Features no weight of which, times its importance, exceeds this are left out of the model. */
const leastEffect = 1;

/** @throws Error without examples of at least two capabilities */
export function trainModel(examples: readonly Example[]): Model {
  const capabilities = [...new Set(examples.map((e) => e.capability))].sort();
  if (capabilities.length < 2) throw new Error("A router needs examples of at least two capabilities.");
  const vocabulary = readVocabulary(examples);
  const wanted = Int32Array.from(examples, (e) => capabilities.indexOf(e.capability));
  const { weights, bias } = descend(vocabulary, wanted, capabilities.length);
  return new Model({ capabilities, ...compress(vocabulary, weights, capabilities.length), bias });
}

interface Vocabulary {
  readonly features: readonly string[];
  readonly importance: Float32Array;
  /** Of each example: its features and their values, brought to length 1. */
  readonly texts: readonly { readonly indexes: Int32Array; readonly values: Float32Array }[];
}

function readVocabulary(examples: readonly Example[]): Vocabulary {
  const idOf = new Map<string, number>();
  /** By id: in how many examples; and the last of them, to count each once. */
  const inExamples: number[] = [];
  const lastExample: number[] = [];
  const runs = new Map<string, readonly string[]>();
  const occurrences = examples.map(({ text }, n) => {
    const ids: number[] = [];
    const see = (name: string): void => {
      let id = idOf.get(name);
      if (id === undefined) {
        id = idOf.size;
        idOf.set(name, id);
        inExamples.push(0);
        lastExample.push(-1);
      }
      if (lastExample[id] !== n) inExamples[id] = (inExamples[id] ?? 0) + 1;
      lastExample[id] = n;
      ids.push(id);
    };
    seeFeatures(text, see, runs);
    return Int32Array.from(ids).sort();
  });

  const features: string[] = [];
  const importance: number[] = [];
  const indexOf = new Int32Array(idOf.size).fill(-1);
  for (const [name, id] of idOf) {
    const n = inExamples[id] ?? 0;
    if (n < leastExamples) continue;
    indexOf[id] = features.push(name) - 1;
    const rarity = Math.log((1 + examples.length) / (1 + n)) + 1;
    importance.push(rarity * (name.startsWith("run:") ? importanceOfRuns : 1));
  }
  const texts = occurrences.map((ids) => toVector(ids, indexOf, importance));
  return { features, importance: Float32Array.from(importance), texts };
}

/** From sorted ids, each as often as it occurs, to what the model sees of a text. */
function toVector(ids: Int32Array, indexOf: Int32Array, importance: readonly number[]): Vocabulary["texts"][number] {
  const indexes: number[] = [];
  const values: number[] = [];
  let squares = 0;
  for (let from = 0, to = 0; from < ids.length; from = to) {
    const id = ids[from] ?? 0;
    while (ids[to] === id) to++;
    const index = indexOf[id] ?? -1;
    if (index < 0) continue;
    const value = (1 + Math.log(to - from)) * (importance[index] ?? 0);
    squares += value * value;
    indexes.push(index);
    values.push(value);
  }
  const length = Math.sqrt(squares) || 1;
  return { indexes: Int32Array.from(indexes), values: Float32Array.from(values.map((value) => value / length)) };
}

function descend({ features, texts }: Vocabulary, wanted: Int32Array, classes: number) {
  const weights = new Float32Array(features.length * classes);
  const bias = new Float32Array(classes);
  const order = Int32Array.from(texts.keys());
  const random = seeded(7);
  const scores = new Float64Array(classes);
  const moved = new Int32Array(classes);
  const steps = epochs * texts.length;
  for (let step = 0; step < steps; step++) {
    const at = step % texts.length;
    if (at === 0) shuffle(order, random);
    const n = order[at] ?? 0;
    const { indexes = new Int32Array(0), values = new Float32Array(0) } = texts[n] ?? {};
    scores.set(bias);
    for (let f = 0; f < indexes.length; f++) {
      const row = (indexes[f] as number) * classes;
      const value = values[f] as number;
      for (let k = 0; k < classes; k++) scores[k] = (scores[k] as number) + (weights[row + k] as number) * value;
    }
    toGradient(scores, wanted[n] as number);
    const rate = firstRate * (1 - step / steps);
    let moving = 0;
    for (let k = 0; k < classes; k++) {
      const gradient = scores[k] as number;
      if (Math.abs(gradient) < smallestGradient) continue;
      bias[k] = (bias[k] as number) - biasRate * rate * gradient;
      scores[k] = rate * gradient;
      moved[moving++] = k;
    }
    for (let f = 0; f < indexes.length; f++) {
      const row = (indexes[f] as number) * classes;
      const value = values[f] as number;
      for (let m = 0; m < moving; m++) {
        const k = moved[m] as number;
        weights[row + k] = (weights[row + k] as number) - (scores[k] as number) * value;
      }
    }
  }
  return { weights, bias };
}

/** From scores to what the loss gains by each, in place. */
function toGradient(scores: Float64Array, wanted: number): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > highest) highest = score;
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    const power = Math.exp((scores[k] as number) - highest);
    scores[k] = power;
    sum += power;
  }
  const other = smoothing / (scores.length - 1);
  for (let k = 0; k < scores.length; k++)
    scores[k] = (scores[k] as number) / sum - (k === wanted ? 1 - smoothing : other);
}

/** Brings each feature's weights to mean 0, leaves out those without effect, rounds the rest to a byte. */
function compress({ features, importance }: Vocabulary, weights: Float32Array, classes: number) {
  const bytes = new Int8Array(weights.length);
  const scale: number[] = [];
  const kept: number[] = [];
  for (let f = 0; f < features.length; f++) {
    const row = weights.subarray(f * classes, (f + 1) * classes);
    let mean = 0;
    for (const weight of row) mean += weight / classes;
    let largest = 0;
    for (const weight of row) largest = Math.max(largest, Math.abs(weight - mean));
    if (largest * (importance[f] ?? 0) <= leastEffect) continue;
    const at = kept.push(f) - 1;
    scale.push(largest / 127);
    for (let k = 0; k < classes; k++) bytes[at * classes + k] = Math.round((((row[k] ?? 0) - mean) / largest) * 127);
  }
  return {
    features: kept.map((f) => features[f] ?? ""),
    importance: Float32Array.from(kept, (f) => importance[f] ?? 0),
    scale: Float32Array.from(scale),
    weights: bytes.slice(0, kept.length * classes),
  };
}

/** Mulberry32: numbers of 0..1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fisher and Yates, in place. */
export function shuffle(list: Int32Array, random: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = list[i] ?? 0;
    list[i] = list[j] ?? 0;
    list[j] = kept;
  }
}
