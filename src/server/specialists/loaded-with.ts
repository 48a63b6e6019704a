import { modelKey } from "#contract/load-options.ts";
import type { RunsOn } from "#contract/registry.ts";
import type { Specialist } from "#contract/specialist.ts";

/** The context window, in tokens, that the registry's entries make Ollama load a model with; null: none says. */
export function loadedWith(
  all: readonly Specialist[],
  runsOn: (entry: Specialist) => RunsOn,
  model: string,
): number | null {
  const key = modelKey("ollama", model);
  const user = all.find((entry) => {
    if (!entry.enabled || entry.context_window === null) return false;
    const on = runsOn(entry);
    return on.model !== null && modelKey(on.provider, on.model) === key;
  });
  return user?.context_window ?? null;
}
