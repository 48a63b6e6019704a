/**
 * Which of a provider's models turn texts into vectors, by their names: the list of models says nothing else of it.
 * What is not recognised is never used unless the settings name it.
 */

interface Family {
  /** Matched against the name without its tag, in lower case. */
  readonly name: RegExp;
  /** What the model was trained to see before a text that is to be sorted; without it, it places texts worse. */
  readonly prefix?: string;
}

/** A word of a name: between its beginning, its end and what is not a letter or digit. */
const word = (letters: string): RegExp => new RegExp(`(^|[^a-z0-9])(${letters})([^a-z0-9]|$)`);

/** The first that fits counts. */
const families: readonly Family[] = [
  // Their makers ask for a prefix that names the task.
  { name: /nomic-embed/, prefix: "classification: " },
  { name: /embedding-?gemma/, prefix: "task: classification | query: " },
  // Its maker asks for "query: " before both texts when they are compared as equals.
  { name: word("e5"), prefix: "query: " },
  // What says so: mxbai-embed-large, snowflake-arctic-embed2, granite-embedding, qwen3-embedding, jina-embeddings.
  { name: /embed/ },
  // What has another name: words of their own, because "gte" and "bge" may be part of another word.
  { name: word("bge|gte|labse|uae|stella") },
  { name: /minilm/ },
  // Ollama's name for a multilingual MiniLM.
  { name: /^(.*\/)?paraphrase-/ },
  { name: /sentence-t5|gtr-t5/ },
];

/** Made from the same families, but they answer with one number for two texts. */
const notForVectors = /rerank/;

export interface OfferedModel {
  readonly name: string;
  readonly sizeBytes: number | null;
}

const withoutTag = (name: string): string => name.toLowerCase().replace(/:[^/]*$/, "");

const familyOf = (name: string): Family | undefined => {
  const known = withoutTag(name);
  return notForVectors.test(known) ? undefined : families.find((family) => family.name.test(known));
};

export const isEmbeddingModel = (name: string): boolean => familyOf(name) !== undefined;

/** Empty for most. */
export const prefixFor = (name: string): string => familyOf(name)?.prefix ?? "";

/**
 * The model to use; null when there is none. A named one is taken by its word, if it is offered. Of several, the one in use stays, so
 * that a second model does not make the hub start again; else the smallest, which answers soonest.
 *
 * @param setting "auto", "off" or a name; without a tag it means `:latest`
 */
export function chooseEmbeddingModel(
  setting: string,
  offered: readonly OfferedModel[],
  inUse: string | null,
): string | null {
  if (setting === "off") return null;
  const full = (name: string): string => (/:[^/]*$/.test(name) ? name : `${name}:latest`).toLowerCase();
  if (setting !== "auto") return offered.find(({ name }) => full(name) === full(setting))?.name ?? null;
  const fit = offered.filter(({ name }) => isEmbeddingModel(name));
  if (fit.some(({ name }) => name === inUse)) return inUse;
  const size = (model: OfferedModel): number => model.sizeBytes ?? Number.POSITIVE_INFINITY;
  const [smallest] = fit.toSorted((a, b) => size(a) - size(b) || a.name.localeCompare(b.name));
  return smallest?.name ?? null;
}
