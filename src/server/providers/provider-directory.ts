/**
 * Which providers there are, which of them answer, and which one a run uses. It asks each remote one
 * for its models every few seconds, so a provider or a model that comes or goes is noticed without a
 * restart; a failed run makes it look again at once.
 */
import type { HubStatus, ProviderStatus } from "#contract/hub-status.ts";
import type { ProviderModels } from "#contract/models.ts";
import { ollamaName } from "#contract/ollama-name.ts";
import type { ProviderName } from "#contract/specialist.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { Log } from "#server/kernel/log.ts";
import { Admission } from "./admission.ts";
import type { ChatModel, ModelInfo } from "./chat-model.ts";
import { isEmbeddingName } from "./embedding-name.ts";
import { available, type ModelHealth, missingModel, suggestedModel, unavailable } from "./model-health.ts";

export interface Provider {
  readonly name: ProviderName;
  readonly chatModel: ChatModel;
  readonly admission: Admission;
  models: readonly ModelInfo[];
  /** The first of them that answers rather than embeds. */
  firstModel: string | null;
  up: boolean;
}

/** A provider and a model as a specialist names them; null leaves it to the hub. */
export interface Wanted {
  readonly provider: ProviderName | null;
  readonly model: string | null;
}

export interface Choice {
  readonly provider: Provider;
  readonly model: string;
}

/** The order says nothing. */
function sameNames(before: readonly ModelInfo[], after: readonly ModelInfo[]): boolean {
  const names = new Set(before.map(({ name }) => name));
  return before.length === after.length && after.every(({ name }) => names.has(name));
}

/** The order in which `auto` prefers them. */
const preference: readonly ProviderName[] = ["ollama", "openai", "demo"];

export class ProviderDirectory {
  readonly #providers: Provider[];
  #cancelPoll: (() => void) | null = null;
  #probes = new Map<Provider, Promise<void>>();
  /** What Ollama offers, by `ollamaName`. */
  #onOllama: ReadonlySet<string> = new Set();
  #closed = false;

  constructor(
    chatModels: readonly ChatModel[],
    private readonly options: {
      readonly preferred: "auto" | ProviderName;
      readonly defaultModel: string | null;
      readonly maxParallel: number;
      readonly pollMs: number;
      readonly probeTimeoutMs: number;
      readonly clock: Clock;
      readonly log: Log;
      /** A provider came or went, or the models of one did, or another is the default. */
      readonly onChange?: () => void;
    },
  ) {
    const { maxParallel, clock } = options;
    this.#providers = preference.flatMap((name) => {
      const chatModel = chatModels.find((m) => m.name === name);
      const admission = new Admission({ provider: name, maxParallel, clock });
      return chatModel ? [{ name, chatModel, admission, models: [], firstModel: null, up: false }] : [];
    });
  }

  /** Looks once at every provider, then keeps looking until `close`. */
  async start(): Promise<void> {
    await Promise.all(this.#providers.map((p) => this.#probe(p)));
    this.#schedule();
  }

  #schedule(): void {
    if (this.#closed) return;
    this.#cancelPoll = this.options.clock.after(this.options.pollMs, async () => {
      await Promise.all(this.#providers.map((p) => this.#probe(p)));
      this.#schedule();
    });
  }

  /** Looks at one provider now, once however often it is asked. */
  #probe(provider: Provider): Promise<void> {
    const running = this.#probes.get(provider);
    if (running) return running;
    const probe = this.#look(provider).finally(() => this.#probes.delete(provider));
    this.#probes.set(provider, probe);
    return probe;
  }

  async #look(provider: Provider): Promise<void> {
    const { clock, log, probeTimeoutMs } = this.options;
    const abort = new AbortController();
    const cancel = clock.after(probeTimeoutMs, () => abort.abort(new Error("no answer in time")));
    const { up: was, models: before, firstModel } = provider;
    try {
      provider.models = await provider.chatModel.models(abort.signal);
      provider.up = true;
    } catch {
      provider.models = [];
      provider.up = false;
    } finally {
      cancel();
    }
    provider.firstModel = provider.models.find(({ name }) => !isEmbeddingName(name))?.name ?? null;
    const changed = was !== provider.up || firstModel !== provider.firstModel || !sameNames(before, provider.models);
    if (changed && provider.name === "ollama") {
      this.#onOllama = new Set(provider.models.map(({ name }) => ollamaName(name)));
    }
    if (was !== provider.up) {
      log.info(provider.up ? "provider is up" : "provider is down", {
        provider: provider.name,
        count: provider.models.length,
      });
    }
    if (changed) this.options.onChange?.();
  }

  /** Looks at a provider as it is from now on: an answer already on its way may be older than the question. */
  async refresh(provider: Provider): Promise<void> {
    await this.#probes.get(provider);
    await this.#probe(provider);
  }

  /** A run could not reach this provider: look again rather than wait for the next round. */
  suspect(name: string): void {
    const provider = this.#providers.find((p) => p.name === name);
    if (provider) void this.#probe(provider);
  }

  get(name: string): Provider | null {
    return this.#providers.find((p) => p.name === name) ?? null;
  }

  /** The provider for specialists that name none; it may be down. */
  current(): Provider {
    const { preferred } = this.options;
    const named = preferred === "auto" ? null : this.get(preferred);
    if (named) return named;
    const usable = this.#providers.find((p) => p.up && p.firstModel !== null);
    return usable ?? (this.#providers.at(-1) as Provider);
  }

  /** The model a provider runs when nobody names one; null when it offers none that answers. */
  defaultModel(provider: Provider): string | null {
    return provider.name === "demo" ? provider.firstModel : (this.options.defaultModel ?? provider.firstModel);
  }

  /**
   * What runs a request. The demo provider plays every model, so that a hub without models still
   * answers for specialists that name one. A model that was not there a moment ago is tried all the
   * same: it may be there by now, and the provider's own refusal says what to do.
   * @throws AppError AI_UNAVAILABLE
   */
  choose(wanted: Wanted): Choice {
    const provider = wanted.provider ? this.get(wanted.provider) : this.current();
    if (!provider) {
      throw new AppError(
        "AI_UNAVAILABLE",
        `The provider ${wanted.provider} is not configured on this hub. Set it up or choose another for this specialist.`,
        { provider: wanted.provider },
      );
    }
    const { name } = provider;
    if (!provider.up) {
      void this.#probe(provider);
      throw new AppError("AI_UNAVAILABLE", `The provider ${name} does not answer. Start it, or try again shortly.`, {
        provider: name,
      });
    }
    const model = this.#modelFor(provider, wanted);
    if (!model) {
      throw new AppError("AI_UNAVAILABLE", `The provider ${name} offers no model. Pull or load one first.`, {
        provider: name,
      });
    }
    return { provider, model };
  }

  #modelFor(provider: Provider, { model }: Wanted): string | null {
    return provider.name === "demo" ? this.defaultModel(provider) : (model ?? this.defaultModel(provider));
  }

  /** Whether a request would be answered, as far as was seen at the last look; asks nobody. */
  health(wanted: Wanted): ModelHealth {
    const provider = wanted.provider ? this.get(wanted.provider) : this.current();
    if (!provider) return unavailable(`The provider ${wanted.provider} is not configured on this hub.`);
    const { name } = provider;
    if (!provider.up) {
      return unavailable(`The provider ${name} does not answer.`, name === "ollama" ? "ollama serve" : null);
    }
    const model = this.#modelFor(provider, wanted);
    // Only Ollama lists all it can run: an OpenAI-compatible server may run a model that it does not list.
    if (name !== "ollama") return model ? available : unavailable(`The provider ${name} offers no model.`);
    if (!model) return missingModel("Ollama has no model that answers.", suggestedModel);
    if (this.#onOllama.has(ollamaName(model))) return available;
    return missingModel(`Ollama does not have the model "${model}".`, model);
  }

  /** What answers such a request; null where `health` says that nothing does. */
  preview(wanted: Wanted): { provider: string; model: string } | null {
    const provider = wanted.provider ? this.get(wanted.provider) : this.current();
    const model = provider && this.#modelFor(provider, wanted);
    return model && this.health(wanted).status === "available" ? { provider: provider.name, model } : null;
  }

  /** What each provider offered at the last look. */
  models(): ProviderModels[] {
    return preference.map((name) => {
      const provider = this.get(name);
      if (!provider) return { provider: name, status: "off", models: [] };
      const models = provider.models.map((model) => ({
        name: model.name,
        size_bytes: model.sizeBytes,
        context_window: model.contextWindow,
        loaded: model.loaded,
      }));
      return { provider: name, status: provider.up ? "up" : "down", models };
    });
  }

  status(): HubStatus {
    const current = this.current();
    const providers = preference.map((name): ProviderStatus => {
      const provider = this.get(name);
      if (!provider) return { name, status: "off", url: null, models: 0 };
      return {
        name,
        status: provider.up ? "up" : "down",
        url: provider.chatModel.url,
        models: provider.models.length,
      };
    });
    return {
      provider: current.name,
      default_model: this.defaultModel(current),
      advice: this.#advice(current),
      providers,
    };
  }

  #advice(current: Provider): string | null {
    if (current.name !== "demo") {
      return current.up
        ? null
        : `The provider ${current.name} does not answer; the hub looks for it every few seconds.`;
    }
    if (this.options.preferred === "demo")
      return "TEKTON_PROVIDER is set to demo: answers are made up by the hub itself.";
    const ollama = this.get("ollama");
    return ollama?.up
      ? `Ollama runs but has no model that answers: pull one, for example \`ollama pull ${suggestedModel}\`, and it is used at once.`
      : "No model was found, so a demo answers. Start Ollama (ollama.com) with a model, or set OPENAI_BASE_URL; Ollama is noticed within 10 s, without a restart.";
  }

  all(): readonly Provider[] {
    return this.#providers;
  }

  close(): void {
    this.#closed = true;
    this.#cancelPoll?.();
  }
}
