import { describe, expect, test } from "vitest";
import { chooseEmbeddingModel } from "./embedding-models.ts";

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
    expect(chooseEmbeddingModel("library/nomic-embed-text", [minilm, nomic], null)).toBe(nomic.name);
    expect(chooseEmbeddingModel("llama3.2:3b", [chat, minilm], null)).toBe(chat.name);
    expect(chooseEmbeddingModel("llama3.2", [chat, minilm], null)).toBeNull();
  });

  test("off is off", () => {
    expect(chooseEmbeddingModel("off", [nomic], nomic.name)).toBeNull();
    expect(chooseEmbeddingModel("off", [{ name: "off:latest", sizeBytes: 1 }], null)).toBeNull();
  });
});
