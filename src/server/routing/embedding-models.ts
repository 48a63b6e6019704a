/** Which of the models that are offered embeds the examples. What is not recognised is used only when it is named. */
import { ollamaName } from "#contract/ollama-name.ts";
import { isEmbeddingName } from "#server/providers/embedding-name.ts";

export interface OfferedModel {
  readonly name: string;
  readonly sizeBytes: number | null;
}

/**
 * The model to use; null when there is none. A named one is taken by its word, if it is offered. Of several, the one in use stays, so
 * that a second model does not make the hub start again; else the smallest, which answers soonest.
 *
 * @param setting "auto", "off" or a name, written in any way that Ollama understands
 */
export function chooseEmbeddingModel(
  setting: string,
  offered: readonly OfferedModel[],
  inUse: string | null,
): string | null {
  if (setting === "off") return null;
  if (setting !== "auto") return offered.find(({ name }) => ollamaName(name) === ollamaName(setting))?.name ?? null;
  const fit = offered.filter(({ name }) => isEmbeddingName(name));
  if (fit.some(({ name }) => name === inUse)) return inUse;
  const size = (model: OfferedModel): number => model.sizeBytes ?? Number.POSITIVE_INFINITY;
  const [smallest] = fit.toSorted((a, b) => size(a) - size(b) || a.name.localeCompare(b.name));
  return smallest?.name ?? null;
}
