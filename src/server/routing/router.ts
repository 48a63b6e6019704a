/**
 * The router of a running hub: the model in use, and the training of the next one when the examples change.
 *
 * One training at a time, in a thread of its own, a moment after the last change; a change during it means another
 * one after it. Until a new model is there the old one answers. What failed is shown until a training succeeds.
 */
import type { RouteAnswer, RouterState } from "#contract/routing.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { Log } from "#server/kernel/log.ts";
import { type Candidate, capabilityOwners, type RankOf } from "./capability-owners.ts";
import type { ExampleStore } from "./example-store.ts";
import type { Model } from "./model.ts";
import { type KeptModel, keepModel, keyOf, loadModel, openModel, shippedFile } from "./open-model.ts";
import type { Example } from "./read-examples.ts";
import { isUnsure, leastKnownWords, routeText, unsureBelow } from "./route-text.ts";
import type { SecondOpinionPort } from "./second-opinion-port.ts";
import { trainInWorker } from "./train-in-worker.ts";

export interface RouterDeps {
  readonly examples: ExampleStore;
  readonly rankOf: RankOf;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the model of edited examples is kept. */
  readonly editedFile: string;
  /** The examples changed, or a training began or ended: `state` is another. */
  readonly onChange: () => void;
  readonly secondOpinion?: SecondOpinionPort;
  readonly train?: (examples: readonly Example[], signal: AbortSignal) => Promise<Model>;
  /** Where the model of the shipped examples is kept. */
  readonly shippedFile?: string;
}

/** Edits come in bursts. */
const learnAfterMs = 1000;

/**
 * With the model of the examples as they are, when one is kept; else with that of the shipped ones, and learning.
 *
 * @throws Error when there is none and none can be trained
 */
export async function openRouter(deps: RouterDeps): Promise<Router> {
  const { examples, editedFile, secondOpinion } = deps;
  const key = await keyOf(examples.learned());
  const kept = await loadModel(editedFile, key);
  const router = new Router(deps, kept ?? (await openModel(examples.shipped(), deps.shippedFile ?? shippedFile)));
  if (router.hasLearned(key)) secondOpinion?.learn(examples.learned());
  else router.examplesChanged();
  return router;
}

export class Router {
  readonly #closed = new AbortController();
  #kept: KeptModel;
  /** Gives up the training that is about to begin. */
  #notYet: (() => void) | null = null;
  #learning: Promise<void> | null = null;
  #changedMeanwhile = false;
  #failure: string | null = null;

  constructor(
    private readonly deps: RouterDeps,
    kept: KeptModel,
  ) {
    this.#kept = kept;
  }

  /** Who of them it is for; null when none of them has any capability that the model knows. */
  async route(message: string, mayAnswer: readonly Candidate[]): Promise<RouteAnswer | null> {
    const owners = capabilityOwners(mayAnswer, this.deps.rankOf);
    const prediction = this.#kept.model.predict(message);
    const second = this.deps.secondOpinion?.reconsider(message, prediction, (likelihoods) =>
      isUnsure(likelihoods, owners),
    );
    return routeText(prediction, message, owners, second ? await second : null);
  }

  /** What kind of work a text asks for, by its words alone; null when they do not say. */
  kindOf(text: string): string | null {
    const { likelihoods, knownWords } = this.#kept.model.predict(text);
    const [likeliest] = likelihoods;
    if (!likeliest || knownWords < leastKnownWords || likeliest.probability < unsureBelow) return null;
    return likeliest.capability;
  }

  state(): RouterState {
    const { examples, secondOpinion } = this.deps;
    const counts = new Map<string, { examples: number; added: number; removed: number }>();
    const countsOf = (capability: string) => {
      const found = counts.get(capability) ?? { examples: 0, added: 0, removed: 0 };
      counts.set(capability, found);
      return found;
    };
    for (const { capability, origin } of examples.all()) {
      const of = countsOf(capability);
      of.examples++;
      if (origin === "added") of.added++;
    }
    for (const { capability } of examples.removed()) countsOf(capability).removed++;
    return {
      capabilities: [...counts]
        .map(([capability, of]) => ({ capability, ...of }))
        .sort((a, b) => (a.capability < b.capability ? -1 : 1)),
      examples: examples.all().length,
      training: this.#notYet !== null || this.#learning !== null,
      trained_at: new Date(this.#kept.trainedAt).toISOString(),
      failure: this.#failure,
      embedding: secondOpinion?.state() ?? null,
    };
  }

  hasLearned(key: Buffer): boolean {
    return this.#kept.key.equals(key);
  }

  /** Learns from them anew, a moment after the last call. */
  examplesChanged(): void {
    if (this.#closed.signal.aborted) return;
    const { examples, secondOpinion, clock, onChange } = this.deps;
    secondOpinion?.learn(examples.learned());
    this.#notYet?.();
    this.#notYet = clock.after(learnAfterMs, () => {
      this.#notYet = null;
      if (this.#learning) this.#changedMeanwhile = true;
      else this.#learning = this.#learn();
    });
    onChange();
  }

  /** Ends a training; resolves when nothing of it is left. Idempotent. */
  async close(): Promise<void> {
    this.#closed.abort();
    this.#notYet?.();
    this.#notYet = null;
    await this.#learning;
  }

  async #learn(): Promise<void> {
    do {
      this.#changedMeanwhile = false;
      await this.#learnOnce();
    } while (this.#changedMeanwhile && !this.#closed.signal.aborted);
    this.#learning = null;
    this.deps.onChange();
  }

  async #learnOnce(): Promise<void> {
    const { examples, editedFile, log } = this.deps;
    try {
      const wanted = examples.learned();
      const key = await keyOf(wanted);
      if (!this.hasLearned(key))
        this.#kept =
          (await loadModel(this.deps.shippedFile ?? shippedFile, key)) ??
          (await loadModel(editedFile, key)) ??
          (await this.#train(wanted, key));
      this.#failure = null;
    } catch (error) {
      if (this.#closed.signal.aborted) return;
      this.#failure = error instanceof Error ? error.message : String(error);
      log.error("the router could not learn from its examples", error);
    }
  }

  async #train(wanted: readonly Example[], key: Buffer): Promise<KeptModel> {
    const { train = trainInWorker, clock, editedFile, log } = this.deps;
    this.#closed.signal.throwIfAborted();
    const model = await train(wanted, this.#closed.signal);
    await keepModel(editedFile, key, model).catch((error: unknown) =>
      log.error("the router's model could not be kept: the next start trains it again", error),
    );
    return { model, key, trainedAt: clock.now() };
  }
}
