/**
 * Models on their way. The hub owns a pull, not whoever asked for it: there is one for each model
 * however many ask, it goes on when they leave, and anybody can watch it from any moment.
 *
 * A pull is its newest state and a set of wake-ups: a watcher that is slow misses steps, never the end.
 */
import type { PullProgress } from "#contract/models.ts";
import { isOllamaName, ollamaName } from "#contract/ollama-name.ts";
import { AppError, isAppError, toAppError } from "#server/kernel/app-error.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { Log } from "#server/kernel/log.ts";
import { Wakeup } from "#server/kernel/wakeup.ts";
import type { ChatModel, PullStep } from "./chat-model.ts";
import type { Provider, ProviderDirectory } from "./provider-directory.ts";

interface Pull {
  progress: PullProgress;
  /** Why it failed; null unless it has. */
  failure: AppError | null;
  /** `clock.monotonic`; null while it goes on. */
  endedAt: number | null;
  readonly abort: AbortController;
  readonly watchers: Set<() => void>;
  /** Resolves when it has ended, well or not. */
  ended: Promise<void>;
}

type PullingModel = ChatModel & Required<Pick<ChatModel, "pull">>;

const canPull = (chatModel: ChatModel): chatModel is PullingModel => chatModel.pull !== undefined;

/** Ollama counts many times a second; people do not. */
const tellEveryMs = 200;
const rememberedMs = 5 * 60_000;
const rememberedPulls = 32;

export interface ModelPullsOptions {
  readonly providers: ProviderDirectory;
  readonly clock: Clock;
  readonly log: Log;
  /** A pull began or ended. */
  readonly onChange?: () => void;
}

export class ModelPulls {
  /** By `ollamaName`, the one begun first first. */
  readonly #pulls = new Map<string, Pull>();
  #closed = false;

  constructor(private readonly options: ModelPullsOptions) {}

  /**
   * Begins to pull a model, or joins the pull that goes on.
   * @throws AppError BAD_REQUEST for what is no name, AI_UNAVAILABLE when no provider that pulls answers
   */
  async start(model: string): Promise<PullProgress> {
    if (!isOllamaName(model)) {
      throw new AppError(
        "BAD_REQUEST",
        "This is not the name of a model. Names look like llama3.2 or qwen2.5-coder:7b.",
      );
    }
    const { provider, chatModel } = await this.#puller();
    const key = ollamaName(model);
    const earlier = this.#pulls.get(key);
    if (earlier?.endedAt === null) return earlier.progress;
    if (this.#closed) throw new AppError("INTERRUPTED", "The hub is shutting down.");
    const pull: Pull = {
      progress: { model, state: "pulling", status: "asking the provider", completed: null, total: null, error: null },
      failure: null,
      endedAt: null,
      abort: new AbortController(),
      watchers: new Set(),
      ended: Promise.resolve(),
    };
    this.#pulls.delete(key);
    this.#pulls.set(key, pull);
    this.options.log.info("a pull began", { model });
    this.options.onChange?.();
    pull.ended = this.#run(pull, provider, chatModel);
    return pull.progress;
  }

  /** Those that go on, and those that ended in the last minutes; the newest first. */
  list(): PullProgress[] {
    this.#forget();
    return [...this.#pulls.values()].map(({ progress }) => progress).reverse();
  }

  /**
   * The state as it is, then as it changes; the last one is `done`. Leaving ends nothing.
   * @throws AppError NOT_FOUND, and the pull's own failure at its end
   */
  async *watch(model: string, signal: AbortSignal): AsyncGenerator<PullProgress> {
    const pull = this.#find(model);
    const wakeup = new Wakeup();
    pull.watchers.add(wakeup.wake);
    signal.addEventListener("abort", wakeup.wake);
    try {
      for (let seen: PullProgress | null = null; !signal.aborted; ) {
        if (pull.failure) throw pull.failure;
        if (pull.progress === seen) {
          await wakeup.wait();
          continue;
        }
        seen = pull.progress;
        yield seen;
        if (seen.state === "done") return;
      }
    } finally {
      signal.removeEventListener("abort", wakeup.wake);
      pull.watchers.delete(wakeup.wake);
    }
  }

  /**
   * Ends a pull; resolves when its socket is closed.
   * @throws AppError NOT_FOUND when none goes on
   */
  async cancel(model: string): Promise<void> {
    const pull = this.#find(model);
    if (pull.endedAt !== null) throw this.#notFound(model);
    pull.abort.abort(
      new AppError(
        "CANCELLED",
        `The pull of ${pull.progress.model} was cancelled. Another goes on from what has come.`,
      ),
    );
    await pull.ended;
  }

  /** Ends those that go on; resolves when their sockets are closed. */
  async close(): Promise<void> {
    this.#closed = true;
    const reason = new AppError(
      "INTERRUPTED",
      "The hub was shut down during the pull. Another goes on from what has come.",
    );
    for (const { abort } of this.#pulls.values()) abort.abort(reason);
    await Promise.all([...this.#pulls.values()].map(({ ended }) => ended));
  }

  #find(model: string): Pull {
    this.#forget();
    const pull = this.#pulls.get(ollamaName(model));
    if (!pull) throw this.#notFound(model);
    return pull;
  }

  #notFound(model: string): AppError {
    return new AppError("NOT_FOUND", `No pull of ${model} is going on.`);
  }

  async #puller(): Promise<{ provider: Provider; chatModel: PullingModel }> {
    const { providers } = this.options;
    for (const provider of providers.all()) {
      const { chatModel } = provider;
      if (!canPull(chatModel)) continue;
      // It may have been started just now, for this.
      if (!provider.up) await providers.refresh(provider);
      if (provider.up) return { provider, chatModel };
    }
    const { url } = providers.get("ollama")?.chatModel ?? {};
    throw new AppError(
      "AI_UNAVAILABLE",
      `Models are pulled by Ollama, which does not answer${url ? ` at ${url}` : ""}. Start it with: ollama serve`,
      { provider: "ollama" },
    );
  }

  /** Never rejects. */
  async #run(pull: Pull, provider: Provider, chatModel: PullingModel): Promise<void> {
    const { providers, clock, log } = this.options;
    const { signal } = pull.abort;
    const { model } = pull.progress;
    const layers = new Map<string, PullStep>();
    let cancelTell: (() => void) | null = null;
    try {
      for await (const step of chatModel.pull(model, signal)) {
        if (step.digest !== null) layers.set(step.digest, step);
        pull.progress = { ...pull.progress, status: step.status, ...sumOf(layers) };
        cancelTell ??= clock.after(tellEveryMs, () => {
          cancelTell = null;
          wake(pull);
        });
      }
      // Whoever has seen the end may rely on the model being offered.
      await providers.refresh(provider);
      pull.progress = { ...pull.progress, state: "done", status: "success" };
      log.info("a pull is complete", { model });
    } catch (error) {
      const failure = toAppError(error);
      if (!isAppError(error)) log.error("a pull failed unexpectedly", error, { model });
      else log.info("a pull ended early", { model, code: failure.code });
      pull.failure = failure;
      pull.progress = { ...pull.progress, state: "failed", error: failure.message };
    }
    cancelTell?.();
    pull.endedAt = clock.monotonic();
    this.#forget();
    wake(pull);
    this.options.onChange?.();
  }

  /** Drops those that ended long ago, and the oldest of too many. */
  #forget(): void {
    const since = this.options.clock.monotonic() - rememberedMs;
    let ended = 0;
    for (const [key, { endedAt }] of [...this.#pulls].reverse()) {
      if (endedAt === null) continue;
      ended += 1;
      if (endedAt < since || ended > rememberedPulls) this.#pulls.delete(key);
    }
  }
}

function wake({ watchers }: Pull): void {
  for (const watcher of watchers) watcher();
}

function sumOf(layers: ReadonlyMap<string, PullStep>): Pick<PullProgress, "completed" | "total"> {
  if (layers.size === 0) return { completed: null, total: null };
  const all = [...layers.values()];
  return {
    completed: all.reduce((sum, { completed }) => sum + (completed ?? 0), 0),
    total: all.reduce((sum, { total }) => sum + (total ?? 0), 0),
  };
}
