/**
 * Which providers there are, which of them answer, and which one a run uses. It asks each remote one
 * for its models every few seconds, so one that comes or goes is noticed without a restart; a failed
 * run makes it look again at once.
 */
import type { HubStatus, ProviderStatus } from "#contract/hub-status.ts";
import type { ProviderName } from "#contract/specialist.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { Log } from "#server/kernel/log.ts";
import { Admission } from "./admission.ts";
import type { ChatModel, ModelInfo } from "./chat-model.ts";

export interface Provider {
  readonly name: ProviderName;
  readonly chatModel: ChatModel;
  readonly admission: Admission;
  models: readonly ModelInfo[];
  up: boolean;
}

export interface Choice {
  readonly provider: Provider;
  readonly model: string;
}

/** The order in which `auto` prefers them. */
const preference: readonly ProviderName[] = ["ollama", "openai", "demo"];

export class ProviderDirectory {
  readonly #providers: Provider[];
  #cancelPoll: (() => void) | null = null;
  #probes = new Map<Provider, Promise<void>>();
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
    },
  ) {
    const { maxParallel, clock } = options;
    this.#providers = preference.flatMap((name) => {
      const chatModel = chatModels.find((m) => m.name === name);
      const admission = new Admission({ provider: name, maxParallel, clock });
      return chatModel ? [{ name, chatModel, admission, models: [], up: false }] : [];
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
    const was = provider.up;
    try {
      provider.models = await provider.chatModel.models(abort.signal);
      provider.up = true;
    } catch {
      provider.models = [];
      provider.up = false;
    } finally {
      cancel();
    }
    if (was !== provider.up) {
      log.info(provider.up ? "provider is up" : "provider is down", {
        provider: provider.name,
        count: provider.models.length,
      });
    }
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
    const usable = this.#providers.find((p) => p.up && p.models.length > 0);
    return usable ?? (this.#providers.at(-1) as Provider);
  }

  /** The model a provider runs when nobody names one; null when it offers none. */
  defaultModel(provider: Provider): string | null {
    const { defaultModel } = this.options;
    if (provider.name === "demo") return provider.models[0]?.name ?? null;
    return defaultModel ?? provider.models[0]?.name ?? null;
  }

  /**
   * What runs a request. The demo provider plays every model, so that a hub without models still
   * answers for specialists that name one.
   * @throws AppError AI_UNAVAILABLE
   */
  choose(wanted: { provider: ProviderName | null; model: string | null }): Choice {
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
    const model = name === "demo" ? this.defaultModel(provider) : (wanted.model ?? this.defaultModel(provider));
    if (!model) {
      throw new AppError("AI_UNAVAILABLE", `The provider ${name} offers no model. Pull or load one first.`, {
        provider: name,
      });
    }
    return { provider, model };
  }

  /** What `choose` would take, without asking anything: null where it would throw. */
  preview(wanted: { provider: ProviderName | null; model: string | null }): { provider: string; model: string } | null {
    const provider = wanted.provider ? this.get(wanted.provider) : this.current();
    const model = provider?.name === "demo" ? null : wanted.model;
    const chosen = provider && (model ?? this.defaultModel(provider));
    return provider?.up && chosen ? { provider: provider.name, model: chosen } : null;
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
      ? "Ollama runs but has no model: pull one, for example `ollama pull llama3.2`, and it is used at once."
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
