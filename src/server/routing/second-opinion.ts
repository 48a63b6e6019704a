/**
 * What may know better than the words: the examples most like the message, by an embedding model, and, when nobody
 * is sure after that either, a language model that is asked. Both are optional; where neither is set up or ready,
 * the words decide as if this were not here.
 */
import type { Orchestration } from "#contract/orchestration.ts";
import type { RouteEvidence } from "#contract/routing.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { Log } from "#server/kernel/log.ts";
import { EmbeddingIndex } from "./embedding-index.ts";
import type { OfferedModel } from "./embedding-models.ts";
import type { Judgement } from "./embedding-space.ts";
import { weigh } from "./embedding-weights.ts";
import type { Likelihood } from "./model.ts";
import { leastKnownWords } from "./route-text.ts";
import { within } from "./second-opinion-deadline.ts";
import type { Reconsidered, SecondOpinionPort } from "./second-opinion-port.ts";
import { Rest } from "./second-opinion-rest.ts";
import { readZeroShotAnswer, trustAnswer, zeroShotQuestion } from "./zero-shot.ts";

export interface SecondOpinionDeps {
  /** Read on every call. */
  settings(): Orchestration["routing"];
  /** What Ollama offers now; nothing while it is down. */
  offered(): readonly OfferedModel[];
  /** A vector for each text, in order. Rejects with the signal's reason when it is aborted. */
  embed(model: string, texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
  /** The language model that is asked when the settings name none; null when there is none. */
  defaultModel(): string | null;
  /** The text of one short answer. */
  ask(prompt: string, options: { readonly model: string; readonly signal: AbortSignal }): Promise<string>;
  /** False while a run goes on or waits at Ollama. */
  idle(): boolean;
  /** Where the examples' vectors are kept. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
  /** `state` has changed. */
  onChange(): void;
}

/** What the words made of a message. */
type ByWords = Parameters<SecondOpinionPort["reconsider"]>[1];

export interface SecondOpinion extends SecondOpinionPort {
  /** The settings, or what the provider offers, may have changed. */
  refresh(): void;
  /** Gives up what is under way. */
  close(): Promise<void>;
}

const shownChars = 120;

export function createSecondOpinion(deps: SecondOpinionDeps): SecondOpinion {
  const { settings, clock, log } = deps;
  const index = new EmbeddingIndex({ ...deps, wanted: () => settings().embedding });
  const closing = new AbortController();
  const resting = new Rest(clock, 10_000);

  const unsureOf = ({ likelihoods, knownWords }: ByWords, isUnsure: (l: readonly Likelihood[]) => boolean) =>
    knownWords < leastKnownWords || isUnsure(likelihoods);

  const byExamples = async (message: string, words: ByWords): Promise<Reconsidered | null> => {
    const placed = await index.place(message);
    const likelihoods = placed && weigh(words, placed.judgement, placed.space);
    if (!likelihoods) return null;
    return { likelihoods, by: "embedding", evidenceFor: evidenceOf(placed.judgement), remark: null };
  };

  const byModel = async (message: string, before: readonly Likelihood[]): Promise<Reconsidered | null> => {
    const { zero_shot } = settings();
    const model = zero_shot.model ?? deps.defaultModel();
    if (!model) return null;
    const capabilities = before.map((l) => l.capability).sort();
    let answer: string;
    try {
      answer = await within(1000 * zero_shot.timeout, { clock, closing: closing.signal }, (signal) =>
        deps.ask(zeroShotQuestion(message, capabilities), { model, signal }),
      );
    } catch {
      const restMs = resting.failed();
      log.warn("the model asked where a message belongs did not answer", { model, duration_ms: restMs });
      return null;
    }
    resting.worked();
    const named = readZeroShotAnswer(answer, capabilities);
    if (named === null) return null;
    return {
      likelihoods: trustAnswer(before, named),
      by: "model",
      evidenceFor: () => [],
      remark: `The words were not enough; ${model} was asked and said ${named}.`,
    };
  };

  return {
    reconsider(message, words, isUnsure) {
      if (!/[\p{L}\p{N}]/u.test(message)) return null;
      const hasSpace = index.space !== null;
      const mayAsk = settings().zero_shot.enabled && resting.over;
      if (!hasSpace && !(mayAsk && unsureOf(words, isUnsure))) return null;
      return (async () => {
        const placed = hasSpace ? await byExamples(message, words) : null;
        const unsure = placed ? isUnsure(placed.likelihoods) : unsureOf(words, isUnsure);
        const asked = mayAsk && unsure ? await byModel(message, (placed ?? words).likelihoods) : null;
        return asked ?? placed;
      })();
    },
    learn: (examples) => index.learn(examples),
    refresh: () => index.refresh(),
    state: () => index.state(),
    async close() {
      closing.abort(new Error("the hub closes"));
      await index.close();
    },
  };
}

const evidenceOf =
  (judgement: Judgement) =>
  (capability: string): RouteEvidence[] =>
    judgement.nearest(capability).map(({ text, similarity }) => ({
      kind: "example",
      feature: text.length > shownChars ? `${text.slice(0, shownChars)}…` : text,
      weight: Math.round(similarity * 100) / 100,
    }));
