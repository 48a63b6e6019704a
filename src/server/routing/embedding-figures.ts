/**
 * How well words and vectors do together on requests neither has seen: the vectors a hub has kept, asked the way a
 * message asks them. Without a provider: the requests are examples themselves, and their vectors are in the file.
 */
import { embeddingPrefix } from "#server/providers/embedding-name.ts";
import type { Judged } from "./cross-validate.ts";
import { type KeptVectors, vectorKey } from "./embedding-file.ts";
import { EmbeddingSpace } from "./embedding-space.ts";
import { hasSay, weigh } from "./embedding-weights.ts";
import type { Likelihood } from "./model.ts";
import type { Example } from "./read-examples.ts";
import { excerptOf } from "./second-opinion-excerpt.ts";

export interface JudgedTogether {
  /** Of words and vectors; of the words alone where the vectors have no say. */
  readonly likelihoods: readonly Likelihood[];
  /** How well the vectors tell the others apart, 0..1. */
  readonly skill: number;
}

/**
 * A fold judged by the vectors of all other examples as well, in the order of the fold.
 *
 * @param examples all of them, the fold's included
 * @throws Error when the file lacks the vector of one
 */
export async function judgeTogether(
  fold: readonly Judged[],
  examples: readonly Example[],
  kept: KeptVectors,
): Promise<JudgedTogether[]> {
  const vectorOf = ({ text }: Example): Float32Array => {
    const vector = kept.vectors.get(vectorKey(embeddingPrefix(kept.model) + excerptOf(text)));
    if (!vector) throw new Error("The file lacks vectors of these examples: let the hub finish embedding them first.");
    return vector;
  };
  const asked = new Set(fold.map(({ example }) => example));
  const others = examples.filter((example) => !asked.has(example));
  const space = await EmbeddingSpace.build(others, kept.dims, vectorOf, new AbortController().signal);
  return fold.map(({ example, prediction }) => {
    const weighed = hasSay(space) ? weigh(prediction, space.judge(vectorOf(example)), space) : null;
    return { likelihoods: weighed ?? prediction.likelihoods, skill: space.skill };
  });
}
