/** The models a fake Ollama has on disk and in memory, and its answers about them. */
import { type FakeModel, findModel, psEntry, showEntry, tagEntry } from "./fake-models.ts";

/** As long as Ollama keeps an idle model. */
const keepAliveMs = 5 * 60_000;
const defaultContextLength = 4096;

export class ModelShelf {
  readonly #models: FakeModel[];
  readonly #loaded = new Map<string, { contextLength: number; usedAt: number }>();

  constructor(models: readonly FakeModel[]) {
    this.#models = [...models];
  }

  has = (name: string): boolean => findModel(this.#models, name) !== undefined;

  /** Has no effect for a model that is there. */
  pull(name: string): void {
    if (!this.has(name)) this.#models.push({ name: name.includes(":") ? name : `${name}:latest` });
  }

  /** Takes a model away, from disk and memory. */
  remove(name: string): void {
    const model = findModel(this.#models, name);
    if (!model) return;
    this.#models.splice(this.#models.indexOf(model), 1);
    this.#loaded.delete(model.name);
  }

  load(name: string, contextLength = defaultContextLength): void {
    const model = findModel(this.#models, name);
    if (model) this.#loaded.set(model.name, { contextLength, usedAt: Date.now() });
  }

  tags = () => ({ models: this.#models.map(tagEntry) });

  ps = () => ({
    models: this.#models.flatMap((model) => {
      const use = this.#loaded.get(model.name);
      return use ? [psEntry(model, use.contextLength, new Date(use.usedAt + keepAliveMs))] : [];
    }),
  });

  show(name: string): object | null {
    const model = findModel(this.#models, name);
    return model ? showEntry(model) : null;
  }
}
