import type { RunsOn } from "#contract/registry.ts";
import type { Specialist } from "#contract/specialist.ts";

/** The context window, in tokens, that the registry's entries load a model with; null: none says. */
export function loadedWith(
  all: readonly Specialist[],
  runsOn: (entry: Specialist) => RunsOn,
  model: string,
): number | null {
  const user = all.find((entry) => entry.enabled && entry.context_window !== null && runsOn(entry).model === model);
  return user?.context_window ?? null;
}
