/**
 * The trained router: a weight for each pair of feature and capability. Immutable; kept as bytes.
 *
 * The weights are whole numbers of -127..127 with a scale for each feature, and each feature's weights have the
 * mean 0, so that a weight says by itself how far the feature speaks for a capability.
 */
import { deserialize, serialize } from "node:v8";
import { seeFeatures } from "./text-features.ts";

/** What training found out, or a file holds. */
export interface Weights {
  readonly capabilities: readonly string[];
  /** Names of the features that count. */
  readonly features: readonly string[];
  /** How much an occurrence of a feature weighs, before the text is brought to length 1. */
  readonly importance: Float32Array;
  /** `features.length * capabilities.length` numbers, feature by feature. */
  readonly weights: Int8Array;
  /** What a feature's weights are multiples of. */
  readonly scale: Float32Array;
  readonly bias: Float32Array;
}

export interface Likelihood {
  readonly capability: string;
  /** 0..1; all of a prediction's together are 1. */
  readonly probability: number;
}

/** A word, a pair of words or a fact of shape, and how far it speaks for a capability (logits). */
export interface Evidence {
  readonly kind: "words" | "shape";
  readonly feature: string;
  readonly weight: number;
}

export interface Prediction {
  /** The likeliest first. */
  readonly likelihoods: readonly Likelihood[];
  /** 0..1: how many of the text's different words occur in the examples. 0 without any. */
  readonly knownWords: number;
  /** What speaks for a capability, the strongest first; runs of letters are counted with their word. */
  evidenceFor(capability: string): Evidence[];
}

/**
 * What the scores are multiplied by so that a probability of 0.8 is right four times of five; found by
 * cross-validation (`npm run routing` prints the best).
 */
export const sharpness = 1.6;

export class Model {
  readonly #index: ReadonlyMap<string, number>;

  constructor(private readonly parts: Weights) {
    this.#index = new Map(parts.features.map((name, i) => [name, i]));
  }

  get capabilities(): readonly string[] {
    return this.parts.capabilities;
  }

  toBytes(): Uint8Array {
    return serialize(this.parts);
  }

  /** @throws Error when the bytes are not a model's */
  static fromBytes(bytes: Uint8Array): Model {
    const parts: Weights = deserialize(bytes);
    const { features, capabilities, importance, weights, scale, bias } = parts;
    const whole =
      weights.length === features.length * capabilities.length &&
      importance.length === features.length &&
      scale.length === features.length &&
      bias.length === capabilities.length;
    if (!whole) throw new Error("The parts of this model do not fit together.");
    return new Model(parts);
  }

  predict(text: string): Prediction {
    const { capabilities, bias, weights, scale } = this.parts;
    const { seen, knownWords } = this.#read(text);
    const scores = Float64Array.from(bias);
    for (const { index, value } of seen) {
      const factor = value * (scale[index] ?? 0);
      const row = index * scores.length;
      for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] ?? 0) + factor * (weights[row + k] ?? 0);
    }
    const top = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(sharpness * (score - top)));
    const sum = powers.reduce((a, b) => a + b, 0);
    const likelihoods = capabilities.map((capability, k) => ({ capability, probability: (powers[k] ?? 0) / sum }));
    return {
      likelihoods: likelihoods.sort((a, b) => b.probability - a.probability),
      knownWords,
      evidenceFor: (capability) => this.#evidence(seen, capabilities.indexOf(capability)),
    };
  }

  #read(text: string): { seen: Seen[]; knownWords: number } {
    const byName = new Map<string, { count: number; of: string }>();
    seeFeatures(text, (name, of) => {
      const known = byName.get(name);
      if (known) known.count++;
      else byName.set(name, { count: 1, of });
    });
    const seen: Seen[] = [];
    let words = 0;
    let knownWords = 0;
    let squares = 0;
    for (const [name, { count, of }] of byName) {
      const index = this.#index.get(name);
      const isWord = name.startsWith("word:") && /^\p{L}/u.test(of);
      if (isWord) words++;
      if (index === undefined) continue;
      if (isWord) knownWords++;
      const value = (1 + Math.log(count)) * (this.parts.importance[index] ?? 0);
      squares += value * value;
      seen.push({ index, value, name, of });
    }
    const length = Math.sqrt(squares) || 1;
    for (const feature of seen) feature.value /= length;
    return { seen, knownWords: words === 0 ? 0 : knownWords / words };
  }

  #evidence(seen: readonly Seen[], capability: number): Evidence[] {
    const { capabilities, weights, scale } = this.parts;
    const sums = new Map<string, Evidence>();
    for (const { index, value, name, of } of seen) {
      const weight = value * (scale[index] ?? 0) * (weights[index * capabilities.length + capability] ?? 0);
      const kind = name.startsWith("shape:") ? "shape" : "words";
      const key = `${kind}:${of}`;
      sums.set(key, { kind, feature: of, weight: (sums.get(key)?.weight ?? 0) + weight });
    }
    return [...sums.values()].sort((a, b) => b.weight - a.weight);
  }
}

interface Seen {
  readonly index: number;
  value: number;
  readonly name: string;
  readonly of: string;
}
