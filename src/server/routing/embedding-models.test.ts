import { describe, expect, test } from "vitest";
import { chooseEmbeddingModel, isEmbeddingModel, prefixFor } from "./embedding-models.ts";

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
];
const others = [
  "llama3.2:3b",
  "qwen2.5-coder:7b",
  "deepseek-r1:8b",
  "gemma3:4b",
  "mistral:7b",
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

test.each(embedding)("%s makes vectors", (name) => expect(isEmbeddingModel(name)).toBe(true));
test.each(others)("%s is never used for vectors", (name) => expect(isEmbeddingModel(name)).toBe(false));

test("a model that was trained with a prefix gets it", () => {
  expect(prefixFor("nomic-embed-text:v1.5")).toBe("classification: ");
  expect(prefixFor("embeddinggemma")).toBe("task: classification | query: ");
  expect(prefixFor("multilingual-e5-large")).toBe("query: ");
  expect(prefixFor("all-minilm")).toBe("");
  expect(prefixFor("anything-else")).toBe("");
});

describe("choosing", () => {
  const chat = { name: "llama3.2:3b", sizeBytes: 1 };
  const nomic = { name: "nomic-embed-text:latest", sizeBytes: 274 };
  const minilm = { name: "all-minilm:latest", sizeBytes: 46 };
  const unknown = { name: "bge-m3:latest", sizeBytes: null };

  test("auto takes the smallest, whatever their order, and never a chat model", () => {
    expect(chooseEmbeddingModel("auto", [chat, unknown, nomic, minilm], null)).toBe(minilm.name);
    expect(chooseEmbeddingModel("auto", [minilm, nomic, unknown, chat], null)).toBe(minilm.name);
    expect(chooseEmbeddingModel("auto", [chat], null)).toBeNull();
    expect(chooseEmbeddingModel("auto", [], minilm.name)).toBeNull();
  });

  test("auto stays with the one in use while it is there", () => {
    expect(chooseEmbeddingModel("auto", [nomic, minilm], nomic.name)).toBe(nomic.name);
    expect(chooseEmbeddingModel("auto", [minilm], nomic.name)).toBe(minilm.name);
  });

  test("a name is taken by its word, as Ollama reads it, and nothing else instead of it", () => {
    expect(chooseEmbeddingModel("nomic-embed-text", [minilm, nomic], minilm.name)).toBe(nomic.name);
    expect(chooseEmbeddingModel("Nomic-Embed-Text:LATEST", [minilm, nomic], null)).toBe(nomic.name);
    expect(chooseEmbeddingModel("llama3.2:3b", [chat, minilm], null)).toBe(chat.name);
    expect(chooseEmbeddingModel("llama3.2", [chat, minilm], null)).toBeNull();
  });

  test("off is off", () => {
    expect(chooseEmbeddingModel("off", [nomic], nomic.name)).toBeNull();
    expect(chooseEmbeddingModel("off", [{ name: "off:latest", sizeBytes: 1 }], null)).toBeNull();
  });
});
