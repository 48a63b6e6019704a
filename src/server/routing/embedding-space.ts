/**
 * The examples as points: where a message lies among them, and how probable that makes each capability.
 *
 * A capability's score is the mean similarity (cosine) of its few examples nearest to the message. To compare a
 * message with every example takes longer than the event loop may stand still, so only the capabilities whose
 * examples are nearest on average are looked at one by one.
 *
 * Similarities mean something else in each model: what they are worth is found by asking the examples about each
 * other, each left out in turn. A model that tells them apart badly gets flat probabilities by it, and so has
 * little say.
 */
import { inPieces } from "./embedding-pieces.ts";
import type { Likelihood } from "./model.ts";
import type { Example } from "./read-examples.ts";

export interface Near {
  readonly text: string;
  /** Cosine: -1..1. */
  readonly similarity: number;
}

export interface Judgement {
  /** In the order of the space's capabilities; all together are 1. */
  readonly likelihoods: readonly Likelihood[];
  /** Of the nearest example of all. */
  readonly similarity: number;
  /** The nearest first; empty for a capability whose examples were not looked at. */
  nearest(capability: string): readonly Near[];
}

/** Examples of a capability its score is the mean of. */
const nearestCounted = 5;
/** Capabilities looked at example by example. */
const lookedAt = 8;
const nearestShown = 2;
/** Examples asked about the others to find out what similarities are worth. */
const askedOfExamples = 300;
/** The share of examples that are further from all the others than a message may be where words say nothing. */
const farthestShare = 0.05;

interface Group {
  readonly capability: string;
  readonly texts: readonly string[];
  /** `texts.length * dims` numbers, each vector of length 1. */
  readonly vectors: Float32Array;
  readonly mean: Float32Array;
}

interface Looked {
  /** By group. */
  readonly scores: Float64Array;
  /** By group: rows with their similarity, the nearest first; undefined where it was not looked at. */
  readonly rows: readonly (readonly Row[] | undefined)[];
}

interface Row {
  readonly row: number;
  readonly similarity: number;
}

export class EmbeddingSpace {
  private constructor(
    readonly dims: number,
    private readonly groups: readonly Group[],
    /** What a score is multiplied by to be a logit. */
    private readonly sharpness: number,
    /** 0..1: how much of the uncertainty about an example's capability the others take away. */
    readonly skill: number,
    /** Messages whose nearest example is less similar than this are like none of them. */
    readonly leastSimilarity: number,
  ) {}

  /**
   * Takes about a second for 10,000 examples, in pieces of some milliseconds.
   *
   * @param vectorOf of length 1 and `dims` numbers, for every example
   * @throws the signal's reason
   */
  static async build(
    examples: readonly Example[],
    dims: number,
    vectorOf: (example: Example) => Float32Array,
    signal: AbortSignal,
  ): Promise<EmbeddingSpace> {
    const groups: Group[] = [];
    const capabilities = new Set(examples.map((e) => e.capability));
    for await (const capability of inPieces(capabilities, 1, signal)) {
      const members = examples.filter((e) => e.capability === capability);
      const vectors = new Float32Array(members.length * dims);
      for (const [row, example] of members.entries()) vectors.set(vectorOf(example), row * dims);
      groups.push({ capability, texts: members.map((e) => e.text), vectors, mean: meanOf(vectors, dims) });
    }
    const asked: (Asked & { similarity: number })[] = [];
    const places = groups.flatMap(({ texts }, group) => texts.map((_, row) => ({ group, row })));
    const step = Math.max(1, places.length / askedOfExamples);
    const some = Array.from({ length: Math.floor(places.length / step) }, (_, i) => places[Math.floor(i * step)]);
    for await (const place of inPieces(some, 1, signal)) {
      const mine = place && groups[place.group];
      if (!mine || mine.texts.length < 2) continue;
      const vector = mine.vectors.subarray(place.row * dims, (place.row + 1) * dims);
      const { scores, rows } = look(groups, vector, place);
      asked.push({ group: place.group, scores, similarity: greatest(rows) });
    }
    const similarities = asked.map((a) => a.similarity).sort((a, b) => a - b);
    const least = similarities[Math.floor(farthestShare * similarities.length)] ?? 1;
    const sharpness = await bestSharpness(asked, signal);
    const guessing = asked.length * Math.log(groups.length);
    const skill = guessing > 0 ? Math.max(0, 1 - surpriseOf(asked, sharpness) / guessing) : 0;
    return new EmbeddingSpace(dims, groups, sharpness, skill, least);
  }

  /** @param vector of length 1 and `dims` numbers */
  judge(vector: Float32Array): Judgement {
    const { scores, rows } = look(this.groups, vector);
    const powers = softmax(scores, this.sharpness);
    return {
      likelihoods: this.groups.map(({ capability }, g) => ({ capability, probability: powers[g] ?? 0 })),
      similarity: greatest(rows),
      nearest: (capability) => {
        const g = this.groups.findIndex((group) => group.capability === capability);
        const near = rows[g]?.slice(0, nearestShown) ?? [];
        return near.map(({ row, similarity }) => ({ text: this.groups[g]?.texts[row] ?? "", similarity }));
      },
    };
  }
}

/** @param self the place of the vector itself, when it is one of the examples: it does not count */
function look(groups: readonly Group[], vector: Float32Array, self?: { group: number; row: number }): Looked {
  const average = groups.map(({ mean, texts }, g) => {
    const similarity = dot(mean, 0, vector);
    const others = texts.length - 1;
    return self?.group === g && others > 0 ? (similarity * texts.length - 1) / others : similarity;
  });
  const likely = [...groups.keys()].sort((a, b) => (average[b] ?? 0) - (average[a] ?? 0)).slice(0, lookedAt);
  const rows: (Row[] | undefined)[] = groups.map(() => undefined);
  for (const g of likely) {
    const group = groups[g];
    if (group) rows[g] = nearestRows(group, vector, self?.group === g ? self.row : -1);
  }
  const found = rows.map((near) =>
    near?.length ? near.reduce((sum, { similarity }) => sum + similarity, 0) / near.length : Number.POSITIVE_INFINITY,
  );
  // Those not looked at are at most as near as the last of those that were.
  const last = Math.min(...found);
  return { scores: Float64Array.from(found, (score) => (Number.isFinite(score) ? score : last)), rows };
}

function nearestRows({ texts, vectors }: Group, vector: Float32Array, except: number): Row[] {
  const nearest: Row[] = [];
  for (let row = 0; row < texts.length; row++) {
    if (row === except) continue;
    const similarity = dot(vectors, row * vector.length, vector);
    if (nearest.length === nearestCounted && similarity <= (nearest.at(-1)?.similarity ?? 0)) continue;
    const at = nearest.findIndex((n) => n.similarity < similarity);
    nearest.splice(at < 0 ? nearest.length : at, 0, { row, similarity });
    nearest.length = Math.min(nearest.length, nearestCounted);
  }
  return nearest;
}

/** Of `vector` and as many numbers of `numbers`. Four sums, because one would wait for itself at every step. */
function dot(numbers: Float32Array, offset: number, vector: Float32Array): number {
  const { length } = vector;
  const whole = length - (length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    a += (numbers[offset + i] ?? 0) * (vector[i] ?? 0);
    b += (numbers[offset + i + 1] ?? 0) * (vector[i + 1] ?? 0);
    c += (numbers[offset + i + 2] ?? 0) * (vector[i + 2] ?? 0);
    d += (numbers[offset + i + 3] ?? 0) * (vector[i + 3] ?? 0);
  }
  for (let i = whole; i < length; i++) a += (numbers[offset + i] ?? 0) * (vector[i] ?? 0);
  return a + b + c + d;
}

function meanOf(vectors: Float32Array, dims: number): Float32Array {
  const mean = new Float32Array(dims);
  const count = vectors.length / dims;
  for (let i = 0; i < vectors.length; i += dims)
    for (let k = 0; k < dims; k++) mean[k] = (mean[k] ?? 0) + (vectors[i + k] ?? 0) / count;
  return mean;
}

const greatest = (rows: readonly (readonly Row[] | undefined)[]): number =>
  Math.max(-1, ...rows.map((near) => near?.[0]?.similarity ?? -1));

function softmax(scores: Float64Array, sharpness: number): Float64Array {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(sharpness * (score - top)));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

interface Asked {
  readonly group: number;
  readonly scores: Float64Array;
}

/** Minus the sum of the logarithms of the probabilities of what was right. */
const surpriseOf = (asked: readonly Asked[], sharpness: number): number =>
  asked.reduce((sum, { group, scores }) => sum - Math.log((softmax(scores, sharpness)[group] ?? 0) + 1e-9), 0);

/** The sharpness that makes what was right the likeliest; 0, where nothing is known, when there was nothing to ask. */
async function bestSharpness(asked: readonly Asked[], signal: AbortSignal): Promise<number> {
  let [best, least] = [0, surpriseOf(asked, 0)];
  const tried = Array.from({ length: 38 }, (_, i) => 1.2 ** i);
  for await (const sharpness of inPieces(tried, 1, signal)) {
    const surprise = surpriseOf(asked, sharpness);
    if (surprise < least) [best, least] = [sharpness, surprise];
  }
  return best;
}
