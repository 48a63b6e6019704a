/**
 * Entries that load the same model with other options: the provider loads it anew whenever it goes from
 * one of them to the other, which takes seconds and empties its cache.
 */
import { ollamaName } from "./ollama-name.ts";

export interface LoadedEntry {
  readonly id: string;
  /** The provider and model that answer for the entry, not what it leaves to the hub. */
  readonly provider: string;
  /** null: nothing would answer; the entry loads nothing. */
  readonly model: string | null;
  /** Tokens; null: as the hub loads it. */
  readonly context_window: number | null;
}

const namedIds = 3;

/** One name for a model, however it is written. */
export const modelKey = (provider: string, model: string): string =>
  `${provider} ${provider === "ollama" ? ollamaName(model) : model.toLowerCase()}`;

/**
 * Sentences for people, by entry; entries without one are not among them. A sentence per other option,
 * with the ids that load it so. Only Ollama is told options when it loads a model.
 */
export function loadOptionWarnings(entries: readonly LoadedEntry[]): Map<string, string[]> {
  const models = new Map<string, Map<number | null, LoadedEntry[]>>();
  for (const entry of entries) {
    if (entry.provider !== "ollama" || entry.model === null) continue;
    const key = modelKey(entry.provider, entry.model);
    const byWindow = models.get(key) ?? new Map<number | null, LoadedEntry[]>();
    const alike = byWindow.get(entry.context_window) ?? [];
    alike.push(entry);
    models.set(key, byWindow.set(entry.context_window, alike));
  }
  const warnings = new Map<string, string[]>();
  for (const byWindow of models.values()) {
    if (byWindow.size === 1) continue;
    for (const [own, alike] of byWindow) {
      const sentences = [...byWindow]
        .filter(([other]) => other !== own)
        .map(([other, others]) => sentence(others, other, own));
      for (const { id } of alike) warnings.set(id, sentences);
    }
  }
  return warnings;
}

function sentence(others: readonly LoadedEntry[], other: number | null, own: number | null): string {
  const model = others[0]?.model ?? "";
  const named = others.slice(0, namedIds).map(({ id }) => id);
  const more = others.length - named.length;
  const who = [...named, ...(more > 0 ? [`${more} more`] : [])].join(", ").replace(/, ([^,]*)$/, " and $1");
  const load = others.length === 1 ? "loads" : "load";
  return `${who} ${load} ${model} with ${windowWords(other)}, this one with ${windowWords(own)}: Ollama loads it anew at each change.`;
}

const windowWords = (tokens: number | null): string =>
  tokens === null ? "the hub's default context window" : `a context window of ${tokens.toLocaleString("en")}`;
