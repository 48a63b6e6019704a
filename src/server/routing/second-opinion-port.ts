/** The seam for those who may know better than the words: an embedding model, a question to a language model. */
import type { RouteEvidence, RouterState } from "#contract/routing.ts";
import type { Likelihood } from "./model.ts";
import type { Example } from "./read-examples.ts";

/** In place of the words' own. */
export interface Reconsidered {
  readonly by: "embedding" | "model";
  /** The likeliest first; all together 1. */
  readonly likelihoods: readonly Likelihood[];
  /** What speaks for a capability, the strongest first; what the words say for it is added. */
  evidenceFor(capability: string): readonly RouteEvidence[];
  /** A sentence for the end of the reason; null: the evidence says it. */
  readonly remark: string | null;
}

export interface SecondOpinionPort {
  /**
   * Asked of every message, with what the words made of it. null at once, without a promise, when there is nobody
   * to ask; a promise of null leaves it at the words. It does not reject and keeps a deadline of its own.
   */
  reconsider(
    message: string,
    prediction: { readonly likelihoods: readonly Likelihood[]; readonly knownWords: number },
    isUnsure: (likelihoods: readonly Likelihood[]) => boolean,
  ): Promise<Reconsidered | null> | null;
  /** What the examples are now: at the start and after each change. */
  learn(examples: readonly Example[]): void;
  state(): RouterState["embedding"];
}
