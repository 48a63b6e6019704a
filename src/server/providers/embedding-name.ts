/**
 * Whether a model embeds instead of answering, by its name: a list of models says no more about them.
 *
 * Most say "embed" (nomic-embed-text, mxbai-embed-large, embeddinggemma, qwen3-embedding,
 * text-embedding-3-small, snowflake-arctic-embed). The others are families that do nothing else:
 * all-minilm, paraphrase-multilingual, bge, gte and e5, as in bge-m3 and multilingual-e5-large.
 */
const embeds = /embed|minilm|(?:^|[/-])(?:bge|gte|e5|paraphrase)(?:$|[-:])/i;

export const isEmbeddingName = (name: string): boolean => embeds.test(name);
