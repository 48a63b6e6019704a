/**
 * Which models turn texts into vectors instead of answering, by their names: a list of models says nothing else of
 * it. What is not recognised here counts as one that answers.
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

const withoutTag = (name: string): string => name.toLowerCase().replace(/:[^/]*$/, "");

const familyOf = (name: string): Family | undefined => {
  const known = withoutTag(name);
  return notForVectors.test(known) ? undefined : families.find((family) => family.name.test(known));
};

export const isEmbeddingName = (name: string): boolean => familyOf(name) !== undefined;

/** What its maker wants before a text that is to be sorted; empty for most. */
export const embeddingPrefix = (name: string): string => familyOf(name)?.prefix ?? "";
