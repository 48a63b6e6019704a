import { expect, test } from "vitest";
import { isEmbeddingName } from "./embedding-name.ts";

test.each([
  "nomic-embed-text:latest",
  "mxbai-embed-large",
  "embeddinggemma:300m",
  "qwen3-embedding:0.6b",
  "snowflake-arctic-embed2",
  "text-embedding-3-small",
  "all-minilm:22m",
  "bge-m3",
  "BAAI/bge-large-en-v1.5",
  "thenlper/gte-large",
  "intfloat/multilingual-e5-large",
  "paraphrase-multilingual",
])("%s embeds", (name) => {
  expect(isEmbeddingName(name)).toBe(true);
});

test.each(["llama3.2:3b", "qwen2.5-coder:7b", "gemma3n:e4b", "mistral:7b", "phi4:14b", "gpt-4o", "deepseek-r1:8b"])(
  "%s answers",
  (name) => {
    expect(isEmbeddingName(name)).toBe(false);
  },
);
