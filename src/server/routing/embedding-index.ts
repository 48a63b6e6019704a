/**
 * Keeps the examples embedded by the model in use, in the background: what is missing is asked for in small batches,
 * one request at a time, while no run needs the provider. Owns the file of vectors and what is known of the model:
 * whether its space is ready, and whether it has answered lately.
 *
 * An edited example costs the embedding of one text, a restart of none. Until a space is ready, or while the model
 * fails, there is none to be had, and the caller goes by words. A model nobody named is not set to work before the
 * first message: a hub whose specialists are always named never needs it.
 */
import { rm } from "node:fs/promises";
import type { RouterState } from "#contract/routing.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { Log } from "#server/kernel/log.ts";
import { Wakeup } from "#server/kernel/wakeup.ts";
import { embeddingPrefix } from "#server/providers/embedding-name.ts";
import { keptModel, readVectors, vectorKey, writeVectors } from "./embedding-file.ts";
import { chooseEmbeddingModel, type OfferedModel } from "./embedding-models.ts";
import { inPieces } from "./embedding-pieces.ts";
import { EmbeddingSpace, type Judgement } from "./embedding-space.ts";
import { hasSay } from "./embedding-weights.ts";
import type { Example } from "./read-examples.ts";
import { within } from "./second-opinion-deadline.ts";
import { excerptOf } from "./second-opinion-excerpt.ts";
import { Rest } from "./second-opinion-rest.ts";

export interface EmbeddingDeps {
  /** "auto", "off" or the name of a model. */
  wanted(): string;
  /** What Ollama offers now; nothing while it is down. */
  offered(): readonly OfferedModel[];
  /** A vector for each text, in order. */
  embed(model: string, texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
  /** False while a run goes on or waits at the provider. */
  idle(): boolean;
  /** Where the vectors are kept. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
  /** `state` has changed. */
  onChange(): void;
}

/** Some seconds on a processor; a run that comes waits for no more than that. */
const batchTexts = 16;
/** Texts after which what came so far is written. */
const writtenEvery = 1024;
/** Long enough to load the model. */
const batchMs = 60_000;
const lookAgainMs = 500;
/** A message waits no longer. */
const messageMs = 300;
const hashedAtOnce = 200;
const shownSteps = 20;

interface Ready {
  readonly model: string;
  readonly examples: readonly Example[];
  readonly space: EmbeddingSpace;
}

export class EmbeddingIndex {
  #examples: readonly Example[] | null = null;
  /** What was chosen when it last looked. */
  #model: string | null = null;
  /** The last model that was chosen, by an earlier process perhaps: its vectors are in the file. */
  #kept: string | null = null;
  /** A space has been asked for. */
  #needed = false;
  #ready: Ready | null = null;
  #state: RouterState["embedding"] = null;
  /** False from a message that could not be placed until the model has answered again. */
  #answers = true;
  readonly #resting: Rest;
  readonly #wakeup = new Wakeup();
  readonly #closing = new AbortController();
  readonly #done: Promise<void>;

  constructor(private readonly deps: EmbeddingDeps) {
    this.#resting = new Rest(deps.clock, 1000);
    this.#done = this.#keepUp();
  }

  /** The examples are these now. */
  learn(examples: readonly Example[]): void {
    this.#examples = examples;
    this.#wakeup.wake();
  }

  /** Which models there are, or which is wanted, may have changed. */
  refresh(): void {
    this.#wakeup.wake();
  }

  state(): RouterState["embedding"] {
    return this.#state;
  }

  /** A space that messages can be placed in now; null without one. Notices when another model is wanted. */
  get space(): EmbeddingSpace | null {
    const chosen = this.#choose();
    if (chosen !== this.#model || !this.#needed) this.#wakeup.wake();
    this.#needed = true;
    const ready = this.#ready;
    return ready?.model === chosen && this.#answers && hasSay(ready.space) ? ready.space : null;
  }

  /** Where a message lies among the examples; null when the model does not say it in time, and then it rests. */
  async place(message: string): Promise<{ judgement: Judgement; space: EmbeddingSpace } | null> {
    const ready = this.#ready;
    if (!ready) return null;
    const { clock } = this.deps;
    try {
      const [vector] = await within(messageMs, { clock, closing: this.#closing.signal }, (signal) =>
        this.#embed(ready.model, [message], signal),
      );
      if (vector?.length !== ready.space.dims) throw changedDims(ready.model);
      this.#resting.worked();
      return { judgement: ready.space.judge(vector), space: ready.space };
    } catch {
      this.#missed();
      return null;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error("the hub closes"));
    this.#wakeup.wake();
    await this.#done;
  }

  #choose(): string | null {
    return chooseEmbeddingModel(this.deps.wanted(), this.deps.offered(), this.#kept);
  }

  /** Many messages at once that were not placed are one failure. */
  #missed(): void {
    if (!this.#answers || this.#closing.signal.aborted) return;
    this.#answers = false;
    this.deps.clock.after(this.#resting.failed(), this.#wakeup.wake);
  }

  async #keepUp(): Promise<void> {
    const { clock, log } = this.deps;
    const failures = new Rest(clock, 1000);
    const { signal } = this.#closing;
    this.#kept = await keptModel(this.deps.file);
    this.#wakeup.wake();
    let cancel = () => {};
    for (;;) {
      await this.#wakeup.wait();
      cancel();
      if (signal.aborted) return;
      try {
        await this.#catchUp();
        failures.worked();
      } catch (error) {
        if (signal.aborted) return;
        log.warn("the router's embedding model failed", {
          ...(this.#model && { model: this.#model }),
          ...(error instanceof AppError && { code: error.code }),
        });
        cancel = clock.after(failures.failed(), this.#wakeup.wake);
      }
    }
  }

  /** Does what is due now, if anything. Returns early when something newer is due. */
  async #catchUp(): Promise<void> {
    const examples = this.#examples;
    const model = this.#choose();
    const isDue = this.#needed || model === this.#kept || this.deps.wanted() !== "auto";
    this.#model = model;
    if (!isDue || !model || !examples || examples.length === 0) {
      this.#ready = null;
      this.#show(null);
      return;
    }
    this.#kept = model;
    if (this.#ready?.model !== model) this.#ready = null;
    if (this.#ready?.examples !== examples) await this.#index(model, examples);
    if (!this.#answers && this.#resting.over) {
      // With time to load the model, which a message does not have: Ollama gives up loading when its caller leaves.
      const [vector] = await this.#embedInBackground(model, ["a request"]);
      // The name stands for another model now, and no example was missing that would have shown it.
      if (this.#ready && vector && vector.length !== this.#ready.space.dims) {
        this.#ready = null;
        await rm(this.deps.file, { force: true });
        await this.#index(model, examples);
      }
      this.#answers = true;
    }
  }

  async #index(model: string, examples: readonly Example[]): Promise<void> {
    const { file, log, clock } = this.deps;
    const { signal } = this.#closing;
    const started = clock.monotonic();
    const prefix = embeddingPrefix(model);
    const kept = await readVectors(file, model);
    const keys = new Map<Example, string>();
    const vectors = new Map<string, Float32Array>();
    const missing = new Map<string, string>();
    for await (const example of inPieces(examples, hashedAtOnce, signal)) {
      const key = vectorKey(prefix + excerptOf(example.text));
      const vector = kept.vectors.get(key);
      keys.set(example, key);
      if (vector) vectors.set(key, vector);
      else missing.set(key, example.text);
    }
    const total = vectors.size + missing.size;
    let dims = vectors.size > 0 ? kept.dims : 0;
    this.#show({ model, done: vectors.size, total, state: "reading" });

    let unwritten = 0;
    const write = async () => {
      await writeVectors(file, { model, dims, vectors });
      unwritten = 0;
    };
    try {
      const texts = [...missing];
      for (let i = 0; i < texts.length; i += batchTexts) {
        const batch = texts.slice(i, i + batchTexts);
        const made = await this.#embedInBackground(
          model,
          batch.map(([, text]) => text),
        );
        dims ||= made[0]?.length ?? 0;
        if (made.some((vector) => vector.length !== dims)) {
          // The name stands for another model now: what is kept is worth nothing.
          this.#ready = null;
          vectors.clear();
          dims = made[0]?.length ?? 0;
          unwritten = 1;
          throw changedDims(model);
        }
        for (const [at, [key]] of batch.entries()) vectors.set(key, made[at] ?? new Float32Array(dims));
        unwritten += batch.length;
        this.#show({ model, done: vectors.size, total, state: "reading" });
        if (unwritten >= writtenEvery) await write();
        if (this.#examples !== examples || this.#choose() !== model) return this.#wakeup.wake();
      }
    } finally {
      if (unwritten > 0) await write();
    }
    if (missing.size === 0 && kept.vectors.size > vectors.size) await write();

    const none = new Float32Array(dims);
    const vectorOf = (example: Example) => vectors.get(keys.get(example) ?? "") ?? none;
    const space = await EmbeddingSpace.build(examples, dims, vectorOf, signal);
    if (this.#choose() !== model) return this.#wakeup.wake();
    this.#ready = { model, examples, space };
    this.#answers = true;
    const inUse = hasSay(space);
    this.#show({ model, done: total, total, state: inUse ? "in use" : "not used" });
    const what = inUse
      ? "the router's examples are embedded"
      : "the router's examples are embedded, but this model tells them apart too badly to be asked";
    log.info(what, {
      model,
      count: missing.size,
      duration_ms: Math.round(clock.monotonic() - started),
    });
  }

  async #embedInBackground(model: string, texts: readonly string[]): Promise<readonly Float32Array[]> {
    const { clock, idle } = this.deps;
    const { signal: closing } = this.#closing;
    while (!idle()) await this.#pause(lookAgainMs);
    return within(batchMs, { clock, closing }, (signal) => this.#embed(model, texts, signal));
  }

  /** Of length 1. */
  async #embed(model: string, texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    const prefix = embeddingPrefix(model);
    const asked = texts.map((text) => prefix + excerptOf(text));
    return (await this.deps.embed(model, asked, signal)).map(toLengthOne);
  }

  /** @throws the reason when it closes meanwhile */
  async #pause(ms: number): Promise<void> {
    const { signal } = this.#closing;
    signal.throwIfAborted();
    let wake = () => {};
    const passed = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const cancel = this.deps.clock.after(ms, wake);
    signal.addEventListener("abort", wake, { once: true });
    await passed;
    signal.removeEventListener("abort", wake);
    cancel();
    signal.throwIfAborted();
  }

  /** Tells only what a bar would show: first, last and some steps between. */
  #show(state: RouterState["embedding"]): void {
    const before = this.#state;
    this.#state = state;
    const seen = (s: RouterState["embedding"]) =>
      s && `${Math.floor((shownSteps * s.done) / s.total)} ${s.state} ${s.model}`;
    const same = seen(before) === seen(state);
    if (!same) this.deps.onChange();
  }
}

function toLengthOne(vector: Float32Array): Float32Array {
  let square = 0;
  for (const number of vector) square += number * number;
  const length = Math.sqrt(square) || 1;
  return vector.map((number) => number / length);
}

const changedDims = (model: string) =>
  new AppError("AI_UNAVAILABLE", `The embedding model ${model} gives vectors of another length than before.`);
