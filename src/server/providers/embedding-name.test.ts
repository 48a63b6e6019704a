import { expect, test } from "vitest";
import { embeddingPrefix, isEmbeddingName } from "./embedding-name.ts";

const embedding = [
  "nomic-embed-text:latest",
  "nomic-embed-text-v2-moe",
  "mxbai-embed-large:335m",
  "snowflake-arctic-embed2:568m",
  "all-minilm:l6-v2",
  "bge-m3:latest",
  "bge-large:335m-en-v1.5-fp16",
  "granite-embedding:278m",
  "embeddinggemma:300m",
  "qwen3-embedding:0.6b",
  "paraphrase-multilingual:278m",
  "jina/jina-embeddings-v2-base-de",
  "hf.co/intfloat/multilingual-e5-large:latest",
  "someone/gte-large",
  "BGE-Small-EN",
  "text-embedding-3-small",
  "thenlper/gte-large",
];
const others = [
  "llama3.2:3b",
  "qwen2.5-coder:7b",
  "deepseek-r1:8b",
  "gemma3:4b",
  "mistral:7b",
  "gemma3n:e4b",
  "gpt-4o",
  "phi3.5:3.8b",
  "gpt-oss:20b",
  "minicpm-v:8b",
  "wizardlm-uncensored:13b",
  "codestral:22b",
  "bge-reranker-v2-m3",
  "qwen3-reranker-embedding",
  "kagte5:7b",
  "llama3:e5",
];

test.each(embedding)("%s makes vectors", (name) => expect(isEmbeddingName(name)).toBe(true));
test.each(others)("%s answers", (name) => expect(isEmbeddingName(name)).toBe(false));

test("a model that was trained with a prefix gets it", () => {
  expect(embeddingPrefix("nomic-embed-text:v1.5")).toBe("classification: ");
  expect(embeddingPrefix("embeddinggemma")).toBe("task: classification | query: ");
  expect(embeddingPrefix("multilingual-e5-large")).toBe("query: ");
  expect(embeddingPrefix("all-minilm")).toBe("");
  expect(embeddingPrefix("anything-else")).toBe("");
});
